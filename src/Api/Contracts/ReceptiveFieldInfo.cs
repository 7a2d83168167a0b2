using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>Where in the network's input one value of a layer looks.</summary>
[Description(
    "Where in the network's input one value looks, per axis (rows, columns), in pixels: value i sees [start + i * jump, start + i * jump " +
    "+ size).")]
public sealed record ReceptiveFieldInfo
{
    [Description("The extent of the window.")]
    public required IReadOnlyList<double> Size { get; init; }

    [Description("How far the window moves from one value to the next.")]
    public required IReadOnlyList<double> Jump { get; init; }

    [Description("Where the first value's window begins; negative where it begins in the padding.")]
    public required IReadOnlyList<double> Start { get; init; }
}
