namespace Fovea.Imaging.Resampling;

/// <summary>
/// For a range of output positions along one axis: the input positions that contribute to each output, and their weights. As in Pillow
/// (libImaging/Resample.c, precompute_coeffs).
/// </summary>
internal sealed class ResampleTaps : IResizeTable
{
    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly double[] _weights;

    private ResampleTaps(int outputs, int stride)
    {
        _starts = new int[outputs];
        _counts = new int[outputs];
        _weights = new double[outputs * stride];
        Stride = stride;
    }

    /// <inheritdoc/>
    public long ByteCount => 4L * (_starts.Length + _counts.Length) + 8L * _weights.Length;

    /// <summary>The most input positions of an output.</summary>
    public int Stride { get; }

    /// <summary>The first input position that any output needs.</summary>
    public int FirstInput => _starts[0];

    /// <summary>The position after the last input that any output needs.</summary>
    public int EndInput => _starts[^1] + _counts[^1];

    /// <summary>The first input position of an output, whose index is relative to the range.</summary>
    public int Start(int output) => _starts[output];

    /// <summary>The weights of an output's input positions; their sum is 1.</summary>
    public ReadOnlySpan<double> Weights(int output) => _weights.AsSpan(output * Stride, _counts[output]);

    /// <summary>
    /// Computes the weights of <paramref name="count"/> outputs from <paramref name="first"/> on, for a resize from one length to another.
    /// </summary>
    public static ResampleTaps Create(ResizeFilter filter, int from, int to, int first, int count)
    {
        double scale = (double)from / to;
        double filterScale = Math.Max(scale, 1);
        double support = ResampleKernel.Support(filter) * filterScale;
        double inverse = 1 / filterScale;
        // An output has at most as many taps as there are inputs.
        var result = new ResampleTaps(count, Math.Min((int)Math.Ceiling(support) * 2 + 1, from));
        for (int i = 0; i < count; i++)
        {
            double center = (first + i + 0.5) * scale;
            int start = Math.Max((int)(center - support + 0.5), 0);
            int taps = Math.Min((int)(center + support + 0.5), from) - start;
            Span<double> weights = result._weights.AsSpan(i * result.Stride, taps);
            double sum = 0;
            for (int t = 0; t < taps; t++)
            {
                weights[t] = ResampleKernel.Weight(filter, (t + start - center + 0.5) * inverse);
                sum += weights[t];
            }

            for (int t = 0; sum != 0 && t < taps; t++)
                weights[t] /= sum;
            result._starts[i] = start;
            result._counts[i] = taps;
        }

        return result;
    }
}
