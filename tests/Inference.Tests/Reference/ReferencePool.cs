
namespace Fovea.Inference.Tests.Reference;

/// <summary>MaxPool and AveragePool by their definitions.</summary>
internal static class ReferencePool
{
    public static NdArray Max(NdArray x, SlidingWindow window) =>
        Pool(x, window, (taps, _) => taps.Count == 0 ? double.NegativeInfinity : taps.Max());

    /// <summary>
    /// The mean over the taps inside the input; with <paramref name="countIncludePad"/> over those inside the padded input (a tap
    /// beyond the padding, which ceil_mode can reach, never counts).
    /// </summary>
    public static NdArray Average(NdArray x, SlidingWindow window, bool countIncludePad = false) =>
        Pool(x, window, (taps, padded) => taps.Sum() / (countIncludePad ? padded : taps.Count));

    /// <summary>The p-norm of each window; padding counts as zeros.</summary>
    public static NdArray Norm(NdArray x, SlidingWindow window, double p) =>
        Pool(x, window, (taps, _) => Math.Pow(taps.Sum(v => Math.Pow(Math.Abs(v), p)), 1 / p));

    /// <summary>
    /// What a function makes of each window: of its elements inside the input, and of how many lie inside the padded input.
    /// </summary>
    public static NdArray Pool(NdArray x, SlidingWindow window, Func<List<double>, int, double> combine)
    {
        int axes = window.Axes;
        window = window.Resolve(x.Shape.Dimensions[2..]);
        long[] output = [.. Enumerable.Range(0, axes).Select(a => window.Positions(a, x.Shape[a + 2]))];
        return NdArray.Build(new Shape([x.Shape[0], x.Shape[1], .. output]), index =>
        {
            var source = new long[axes + 2];
            (source[0], source[1]) = (index[0], index[1]);
            var taps = new List<double>();
            int padded = 0;
            foreach (long[] tap in SlidingWindow.Indices(window.Kernel))
            {
                bool inside = true, insidePadded = true;
                for (int a = 0; a < axes; a++)
                {
                    source[a + 2] = window.Source(a, index[a + 2], tap[a]);
                    inside &= source[a + 2] >= 0 && source[a + 2] < x.Shape[a + 2];
                    insidePadded &= source[a + 2] < x.Shape[a + 2] + window.Pads[a + axes];
                }

                padded += insidePadded ? 1 : 0;
                if (inside)
                    taps.Add(x[source]);
            }

            return combine(taps, padded);
        });
    }
}
