
namespace Fovea.Inference.Tests.Reference;

/// <summary>Reductions over a set of axes.</summary>
internal static class ReferenceReduction
{
    /// <summary>The mean over the axes; all axes when none are given.</summary>
    public static NdArray Mean(NdArray x, IReadOnlyCollection<long>? axes = null, bool keepDimensions = true)
    {
        double count = x.Shape.Where((_, axis) => Reduced(x, axes).Contains(axis)).Aggregate(1.0, (a, b) => a * b);
        return Sum(x, axes, keepDimensions).Select(sum => sum / count);
    }

    /// <summary>The sum over the axes; all axes when none are given.</summary>
    public static NdArray Sum(NdArray x, IReadOnlyCollection<long>? axes = null, bool keepDimensions = true) =>
        Reduce(x, axes, keepDimensions, 0, (sum, value) => sum + value);

    /// <summary>The largest element over the axes; all axes when none are given.</summary>
    public static NdArray Max(NdArray x, IReadOnlyCollection<long>? axes = null, bool keepDimensions = true) =>
        Reduce(x, axes, keepDimensions, double.NegativeInfinity, Math.Max);

    /// <summary>The smallest element over the axes; all axes when none are given.</summary>
    public static NdArray Min(NdArray x, IReadOnlyCollection<long>? axes = null, bool keepDimensions = true) =>
        Reduce(x, axes, keepDimensions, double.PositiveInfinity, Math.Min);

    /// <summary>The product over the axes; all axes when none are given.</summary>
    public static NdArray Product(NdArray x, IReadOnlyCollection<long>? axes = null, bool keepDimensions = true) =>
        Reduce(x, axes, keepDimensions, 1, (product, value) => product * value);

    private static NdArray Reduce(
        NdArray x, IReadOnlyCollection<long>? axes, bool keepDimensions, double start, Func<double, double, double> combine)
    {
        HashSet<int> reduced = Reduced(x, axes);
        NdArray result = new NdArray(new Shape([.. x.Shape.Select((extent, axis) => reduced.Contains(axis) ? 1 : extent)]))
            .Select(_ => start);
        foreach (long[] index in SlidingWindow.Indices([.. x.Shape]))
        {
            long[] to = [.. index.Select((at, axis) => reduced.Contains(axis) ? 0 : at)];
            result[to] = combine(result[to], x[index]);
        }

        return keepDimensions ? result : result.Reshape([.. x.Shape.Where((_, axis) => !reduced.Contains(axis))]);
    }

    private static HashSet<int> Reduced(NdArray x, IReadOnlyCollection<long>? axes) => axes is null || axes.Count == 0
        ? [.. Enumerable.Range(0, x.Rank)]
        : [.. axes.Select(a => (int)(a < 0 ? a + x.Rank : a))];
}
