using System.Globalization;
using Fovea.Bench.Statistics;

namespace Fovea.Bench.Comparing;

/// <summary>
/// Decides whether a build is slower than another anywhere, compared with the noise that the control shows in the same rounds.
/// </summary>
internal static class BuildVerdict
{
    /// <summary>The lowest ratio that passes, unless the control's is lower.</summary>
    public const double Floor = 0.97;

    /// <summary>The lowest ratio that passes for a cell: the floor, or the control's ratio if that is lower.</summary>
    public static double Threshold(BuildComparison comparison) => Math.Min(Floor, comparison.ControlRatio ?? Floor);

    public static bool Passes(BuildComparison comparison) => comparison.Ratio >= Threshold(comparison);

    /// <summary>The verdict in one line.</summary>
    public static string Write(IReadOnlyCollection<BuildComparison> comparisons)
    {
        if (comparisons.Count == 0)
            return "Verdict: nothing was compared.";
        bool controlled = comparisons.All(c => c.ControlRatio is not null);
        string[] slow = [.. comparisons.Where(c => !Passes(c)).Select(c => string.Create(
            CultureInfo.InvariantCulture, $"{c.Setting} ({c.Ratio:F3} < {Threshold(c):F3})"))];
        string[] other = [.. comparisons.Where(c => !c.Difference.IsNone).Select(c => c.Setting)];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Verdict: {comparisons.Count} cell{(comparisons.Count == 1 ? "" : "s")}, geometric mean " +
            $"{Summary.GeometricMean(comparisons.Select(c => c.Ratio)):F3}{Control()}; below " +
            $"{(controlled ? $"min({Floor}, control)" : $"{Floor}")}: {List(slow)}; other bits: {List(other)}.");

        string Control() => controlled
            ? string.Create(
                CultureInfo.InvariantCulture, $" (control {Summary.GeometricMean(comparisons.Select(c => c.ControlRatio!.Value)):F3})")
            : "";
    }

    private static string List(string[] settings) => settings.Length == 0 ? "none" : string.Join("; ", settings);
}
