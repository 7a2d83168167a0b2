using Fovea.Inference;

namespace Fovea.Models.Detectors;

/// <summary>An input or output of a network that may be a detector.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Extents">Its extents, null where the graph leaves one open; empty where nothing is known.</param>
internal sealed record DetectorValue(string Name, ElementType Type, IReadOnlyList<long?> Extents)
{
    /// <summary>Whether it is real numbers of that many axes.</summary>
    public bool IsReal(int rank) => Type.IsFloat() && Extents.Count == rank;

    /// <inheritdoc/>
    public override string ToString() => $"'{Name}' {Type}[{string.Join(",", Extents.Select(extent => extent?.ToString() ?? "?"))}]";
}
