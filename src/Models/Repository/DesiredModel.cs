using Fovea.Models.Packages;

namespace Fovea.Models.Repository;

/// <summary>One version of a model that is to be served.</summary>
/// <param name="Location">Its location on disk.</param>
/// <param name="Bundled">Whether it ships with Fovea.</param>
internal sealed record DesiredModel(ModelLocation Location, bool Bundled)
{
    /// <summary>The key of its entry.</summary>
    public (string Name, long Version) Key => (Location.Name, Location.Version);

    /// <summary>Whether it is the same file of the same kind.</summary>
    public bool IsSame(DesiredModel other) =>
        Bundled == other.Bundled && Location.ModelPath == other.Location.ModelPath && Location.Problem == other.Location.Problem;
}
