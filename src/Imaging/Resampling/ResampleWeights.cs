namespace Fovea.Imaging.Resampling;

/// <summary>
/// For a range of output positions along one axis: the input positions that contribute to each output, and their weights in fixed point. As
/// in Pillow (libImaging/Resample.c, normalize_coeffs_8bpc).
/// </summary>
internal sealed class ResampleWeights : IResizeTable
{
    /// <summary>The fraction bits of a weight. Of the 32 bits of a sum, 8 are for the pixel and 2 for overshoot and sign.</summary>
    public const int FractionBits = 32 - 8 - 2;

    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly int[] _weights;
    private readonly int _stride;

    private int[]? _pairs;

    private ResampleWeights(int outputs, int stride)
    {
        _starts = new int[outputs];
        _counts = new int[outputs];
        _weights = new int[outputs * stride];
        _stride = stride;
    }

    /// <summary>The memory of the tables in bytes, including <see cref="Pairs"/>.</summary>
    public long ByteCount => 4L * (_starts.Length + _counts.Length + _weights.Length + (long)_starts.Length * PairStride);

    /// <summary>The distance between the starts of two outputs in <see cref="Pairs"/>.</summary>
    public int PairStride => 4 * (_stride + _stride % 2);

    /// <summary>The weights for 4-byte pixels: each weight four times, once per byte, and zeros after an output's last one.</summary>
    public ReadOnlySpan<int> Pairs => _pairs ??= RepeatWeights();

    /// <summary>The first input position that any output needs.</summary>
    public int FirstInput => _starts[0];

    /// <summary>The position after the last input that any output needs.</summary>
    public int EndInput => _starts[^1] + _counts[^1];

    /// <summary>The first input position of an output, whose index is relative to the range.</summary>
    public int Start(int output) => _starts[output];

    /// <summary>The number of input positions of an output.</summary>
    public int Count(int output) => _counts[output];

    /// <summary>The weights of an output's input positions.</summary>
    public ReadOnlySpan<int> Weights(int output) => _weights.AsSpan(output * _stride, _counts[output]);

    /// <summary>
    /// Computes the weights of <paramref name="count"/> outputs from <paramref name="first"/> on, for a resize from one length to another.
    /// </summary>
    public static ResampleWeights Create(ResizeFilter filter, int from, int to, int first, int count)
    {
        ResampleTaps exact = ResampleTaps.Create(filter, from, to, first, count);
        var result = new ResampleWeights(count, exact.Stride);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> weights = exact.Weights(i);
            result._starts[i] = exact.Start(i);
            result._counts[i] = weights.Length;
            for (int t = 0; t < weights.Length; t++)
                result._weights[i * exact.Stride + t] = ToFixedPoint(weights[t]);
        }

        return result;
    }

    private int[] RepeatWeights()
    {
        int[] pairs = new int[_starts.Length * PairStride];
        for (int output = 0; output < _starts.Length; output++)
        {
            for (int t = 0; t < _counts[output]; t++)
                pairs.AsSpan(output * PairStride + 4 * t, 4).Fill(_weights[output * _stride + t]);
        }

        return pairs;
    }

    private static int ToFixedPoint(double weight) =>
        (int)(weight < 0 ? -0.5 + weight * (1 << FractionBits) : 0.5 + weight * (1 << FractionBits));
}
