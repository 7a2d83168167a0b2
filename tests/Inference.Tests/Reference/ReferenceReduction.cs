
namespace Fovea.Inference.Tests.Reference;

/// <summary>Reductions over a set of axes.</summary>
internal static class ReferenceReduction
{
    /// <summary>The mean over the axes; all axes when none are given.</summary>
    public static NdArray Mean(NdArray x, IReadOnlyCollection<long>? axes = null, bool keepDimensions = true)
    {
        HashSet<int> reduced = axes is null || axes.Count == 0
            ? [.. Enumerable.Range(0, x.Rank)]
            : [.. axes.Select(a => (int)(a < 0 ? a + x.Rank : a))];
        var sums = new NdArray(new Shape([.. x.Shape.Select((extent, axis) => reduced.Contains(axis) ? 1 : extent)]));
        foreach (long[] index in SlidingWindow.Indices([.. x.Shape]))
            sums[[.. index.Select((at, axis) => reduced.Contains(axis) ? 0 : at)]] += x[index];
        double count = x.Shape.Where((_, axis) => reduced.Contains(axis)).Aggregate(1.0, (a, b) => a * b);
        NdArray mean = sums.Select(sum => sum / count);
        return keepDimensions ? mean : mean.Reshape([.. x.Shape.Where((_, axis) => !reduced.Contains(axis))]);
    }
}
