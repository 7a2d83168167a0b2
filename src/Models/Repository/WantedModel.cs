using Fovea.Models.Packages;

namespace Fovea.Models.Repository;

/// <summary>One version of a model that is to be served: where it lies, and whether it ships with Fovea.</summary>
internal sealed record WantedModel(ModelLocation Location, bool Bundled)
{
    /// <summary>What identifies the entry that it belongs to.</summary>
    public (string Name, long Version) Key => (Location.Name, Location.Version);

    /// <summary>Whether it is the same file of the same kind.</summary>
    public bool IsSame(WantedModel other) => Bundled == other.Bundled && Location.ModelPath == other.Location.ModelPath;
}
