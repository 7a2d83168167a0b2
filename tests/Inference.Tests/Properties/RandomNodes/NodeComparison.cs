using System.Globalization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties.RandomNodes;

/// <summary>Compares the outputs of a node: integers and special values exactly, other floats each relative to itself.</summary>
internal static class NodeComparison
{
    public static string? Difference(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> found, double relative)
    {
        for (int i = 0; i < expected.Count; i++)
        {
            if (expected[i].ElementType != found[i].ElementType || !expected[i].Shape.Equals(found[i].Shape))
                return $"output {i} is {found[i]}, expected {expected[i]}";
            if (Elements(expected[i], found[i], relative) is { } difference)
                return $"output {i}, {difference}";
        }

        return null;
    }

    private static string? Elements(Tensor expected, Tensor found, double relative)
    {
        double part = expected.ElementType switch
        {
            ElementType.Float32 or ElementType.Float64 => relative,
            ElementType.Float16 => Math.Max(relative, 2e-3),
            ElementType.BFloat16 => 2e-2,
            _ => 0,
        };
        double[] right = expected.ToDoubles(), ours = found.ToDoubles();
        // Sums cancel: what is small beside the others may be off by as much as they may.
        double range = Math.Min(Tolerance.Range(right), 1e3);
        // Differences of values beside one come from rounding, and the smallest numbers are 0 to some implementations.
        double least = part == 0 ? 0 : 1e-6;
        for (int i = 0; i < right.Length; i++)
        {
            if (right[i].Equals(ours[i]) || right[i] == ours[i])
                continue;
            double allowed = Math.Max(least, part * Math.Max(Math.Abs(right[i]), range * 0.1));
            if (!(Math.Abs(right[i] - ours[i]) <= allowed))
                return string.Create(CultureInfo.InvariantCulture, $"element {i} of {found} is {ours[i]:R}, expected {right[i]:R}");
        }

        return null;
    }
}
