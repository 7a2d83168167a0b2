
namespace Fovea.Inference.Tests.Reference;

/// <summary>Conv and ConvTranspose by their definitions.</summary>
internal static class ReferenceConv
{
    /// <summary>
    /// x is (N, C, ...), w is (M, C/groups, kernel...): Y[n,m,p] = B[m] + sum over c, tap of W[m,c,tap] * X[n,c,source(p,tap)].
    /// </summary>
    public static NdArray Convolve(NdArray x, NdArray w, NdArray? bias, SlidingWindow window, long groups = 1)
    {
        int axes = window.Axes;
        window = window.Resolve(x.Shape.Dimensions[2..]);
        long[] output = [.. Enumerable.Range(0, axes).Select(a => window.Positions(a, x.Shape[a + 2]))];
        long maps = w.Shape[0], mapsPerGroup = maps / groups, channelsPerGroup = w.Shape[1];
        return NdArray.Build(new Shape([x.Shape[0], maps, .. output]), index =>
        {
            long map = index[1], firstChannel = map / mapsPerGroup * channelsPerGroup;
            double sum = bias?.Values[map] ?? 0;
            var source = new long[axes + 2];
            var weight = new long[axes + 2];
            (source[0], weight[0]) = (index[0], map);
            foreach (long[] tap in SlidingWindow.Indices(window.Kernel))
            {
                bool inside = true;
                for (int a = 0; a < axes; a++)
                {
                    source[a + 2] = window.Source(a, index[a + 2], tap[a]);
                    weight[a + 2] = tap[a];
                    inside &= source[a + 2] >= 0 && source[a + 2] < x.Shape[a + 2];
                }

                for (long c = 0; inside && c < channelsPerGroup; c++)
                {
                    (source[1], weight[1]) = (firstChannel + c, c);
                    sum += x[source] * w[weight];
                }
            }

            return sum;
        });
    }

    /// <summary>w is (C, M/groups, kernel...): every input element adds its kernel, scaled, into the output; pads are cut off.</summary>
    public static NdArray Transposed(NdArray x, NdArray w, NdArray? bias, SlidingWindow window, long[] outputExtents, long groups = 1)
    {
        int axes = window.Axes;
        long channels = x.Shape[1], channelsPerGroup = channels / groups, mapsPerGroup = w.Shape[1];
        var result = NdArray.Build(new Shape([x.Shape[0], mapsPerGroup * groups, .. outputExtents]), index => bias?.Values[index[1]] ?? 0);
        var target = new long[axes + 2];
        var weight = new long[axes + 2];
        foreach (long[] index in SlidingWindow.Indices([.. x.Shape]))
        {
            (target[0], weight[0]) = (index[0], index[1]);
            long firstMap = index[1] / channelsPerGroup * mapsPerGroup;
            foreach (long[] tap in SlidingWindow.Indices(window.Kernel))
            {
                bool inside = true;
                for (int a = 0; a < axes; a++)
                {
                    target[a + 2] = window.Source(a, index[a + 2], tap[a]);
                    weight[a + 2] = tap[a];
                    inside &= target[a + 2] >= 0 && target[a + 2] < outputExtents[a];
                }

                for (long m = 0; inside && m < mapsPerGroup; m++)
                {
                    (target[1], weight[1]) = (firstMap + m, m);
                    result[target] += x[index] * w[weight];
                }
            }
        }

        return result;
    }
}
