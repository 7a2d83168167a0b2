using System.Globalization;
using Fovea.Bench.Builds;
using Fovea.Bench.Statistics;

namespace Fovea.Bench.Comparing;

/// <summary>One network at one number of threads and one batch in two builds: the times of all rounds, in milliseconds per run.</summary>
/// <param name="New">This build's times.</param>
/// <param name="Old">The other build's.</param>
/// <param name="Control">Those of the other build's second copy, where it takes part.</param>
/// <param name="Difference">Between the outputs' bits.</param>
internal sealed record BuildComparison(string Network, int Threads, int Batch, double[] New, double[] Old, double[]? Control, BitDifference Difference)
{
    public double NewPerImage => Summary.Median(New) / Batch;

    public double OldPerImage => Summary.Median(Old) / Batch;

    /// <summary>How many times faster this build is.</summary>
    public double Ratio => OldPerImage / NewPerImage;

    /// <summary>How many times faster than itself the other build seems to be in the same rounds; null without a control.</summary>
    public double? ControlRatio => Control is null ? null : Summary.Median(Old) / Summary.Median(Control);

    public string Setting => $"{Network} {Threads} thread{(Threads == 1 ? "" : "s")}, batch {Batch}";

    /// <summary>Slowest round over fastest round, of the rival that varies most.</summary>
    public double Spread => new[] { New, Old, Control ?? Old }.Max(times => times.Max() / times.Min());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Setting}: new {NewPerImage:F3} ms, old {OldPerImage:F3} ms, ratio {Ratio:F3}{(ControlRatio is double c ? $", control {c:F3}" : "")}, spread {Spread:F2}, {(Difference.IsNone ? "the same bits" : $"{Difference.Differing} of {Difference.Elements} elements differ")}");
}
