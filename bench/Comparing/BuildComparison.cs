using System.Globalization;
using Fovea.Bench.Builds;
using Fovea.Bench.Statistics;

namespace Fovea.Bench.Comparing;

/// <summary>The times of two builds for one network, number of threads and batch size: milliseconds per run in all rounds.</summary>
/// <param name="New">The times of this build.</param>
/// <param name="Old">The times of the other build.</param>
/// <param name="Control">The times of a second copy of the other build; null without a control.</param>
/// <param name="Difference">The difference between the outputs.</param>
internal sealed record BuildComparison(
    string Network, int Threads, int Batch, double[] New, double[] Old, double[]? Control, BitDifference Difference)
{
    public double NewPerImage => Summary.Median(New) / Batch;

    public double OldPerImage => Summary.Median(Old) / Batch;

    /// <summary>The speed of this build relative to the other one.</summary>
    public double Ratio => OldPerImage / NewPerImage;

    /// <summary>
    /// The measured speed of the other build's second copy relative to the first, which shows the noise; null without a control.
    /// </summary>
    public double? ControlRatio => Control is null ? null : Summary.Median(Old) / Summary.Median(Control);

    public string Setting => $"{Network} {Threads} thread{(Threads == 1 ? "" : "s")}, batch {Batch}";

    /// <summary>The slowest round over the fastest one, of the build that varies most.</summary>
    public double Spread => new[] { New, Old, Control ?? Old }.Max(times => times.Max() / times.Min());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Setting}: new {NewPerImage:F3} ms, old {OldPerImage:F3} ms, ratio " +
        $"{Ratio:F3}{(ControlRatio is double c ? $", control {c:F3}" : "")}, spread {Spread:F2}, " +
        $"{(Difference.IsNone ? "the same bits" : $"{Difference.Differing} of {Difference.Elements} elements differ")}");
}
