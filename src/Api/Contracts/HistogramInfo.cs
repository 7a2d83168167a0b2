using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>How values are distributed.</summary>
[Description("How the finite values are distributed over 32 bins of one width.")]
public sealed record HistogramInfo
{
    [Description("The smallest value, where the first bin begins.")]
    public required float Min { get; init; }

    [Description("The largest value, where the last bin ends.")]
    public required float Max { get; init; }

    [Description("How many values are in each bin.")]
    public required IReadOnlyList<int> Counts { get; init; }
}
