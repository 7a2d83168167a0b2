namespace Fovea.Inference.Operators.Support;

/// <summary>Weights of convolutions with other taps.</summary>
internal static class ConvolutionTaps
{
    /// <summary>Weights with inputs and outputs exchanged, each group by itself, and with chosen taps.</summary>
    /// <param name="weights">The weights [M, C / groups, kernel...].</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="taps">For each axis, and each tap of the result along it, the tap of the weights; -1 for zeros.</param>
    /// <returns>The weights [C, M / groups, taps...].</returns>
    public static Tensor Exchange(Tensor weights, long groups, int[][] taps)
    {
        Shape shape = weights.Shape;
        int filters = (int)(shape[0] / groups), channels = (int)shape[1];
        int[] places = Places([.. shape.Skip(2)], taps);
        int all = (int)(shape.ElementCount / Math.Max(1, shape[0] * shape[1]));
        var result = new Tensor(
            ElementType.Float32, new Shape([channels * groups, filters, .. taps.Select(axis => (long)axis.Length)]));
        ReadOnlySpan<float> from = weights.Span<float>();
        Span<float> to = result.Span<float>();
        for (int group = 0; group < groups; group++)
        {
            for (int filter = 0; filter < filters; filter++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    ReadOnlySpan<float> kernel = from.Slice(((((group * filters) + filter) * channels) + channel) * all, all);
                    Span<float> target = to.Slice(((((group * channels) + channel) * filters) + filter) * places.Length, places.Length);
                    for (int i = 0; i < places.Length; i++)
                        target[i] = places[i] < 0 ? 0 : kernel[places[i]];
                }
            }
        }

        return result;
    }

    // The places of the taps in a kernel, in row-major order.
    private static int[] Places(long[] kernel, int[][] taps)
    {
        int[] places = [0];
        for (int axis = 0; axis < taps.Length; axis++)
        {
            places =
            [
                .. from place in places from tap in taps[axis] select place < 0 || tap < 0 ? -1 : (place * (int)kernel[axis]) + tap,
            ];
        }

        return places;
    }
}
