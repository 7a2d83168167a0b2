namespace Fovea.Bench.Quantizing;

/// <summary>Weights as bytes with a sign, symmetric about 0, with a scale per output channel or one for all.</summary>
internal sealed record SignedWeights(sbyte[] Values, float[] Scales)
{
    private const int Greatest = sbyte.MaxValue;

    /// <summary>
    /// The largest integer that a bias may become: the scale of the weights is made larger where a bias would not fit into 32 bits.
    /// </summary>
    private const double LargestBias = 1 << 30;

    /// <summary>Quantises weights whose first axis has as many indices as there are scales.</summary>
    /// <param name="weights">The weights, output channels outermost where there is a scale for each.</param>
    /// <param name="scales">How many scales there are.</param>
    /// <param name="bias">The bias that is added to the products; null for none.</param>
    /// <param name="inputScale">The scale of what the weights are multiplied with.</param>
    public static SignedWeights Of(ReadOnlySpan<float> weights, int scales, float[]? bias, float inputScale)
    {
        var values = new sbyte[weights.Length];
        var chosen = new float[scales];
        int length = weights.Length / scales;
        for (int channel = 0; channel < scales; channel++)
        {
            ReadOnlySpan<float> part = weights.Slice(channel * length, length);
            float largest = Largest(part);
            float offset = bias is null ? 0 : scales == 1 ? Largest(bias) : Math.Abs(bias[channel]);
            float scale = (float)Math.Max(largest / (double)Greatest, offset / (inputScale * LargestBias));
            chosen[channel] = float.IsNormal(scale) ? scale : 1;
            for (int i = 0; i < length; i++)
                values[channel * length + i] = (sbyte)Math.Clamp(Math.Round(part[i] / (double)chosen[channel]), -Greatest, Greatest);
        }

        return new SignedWeights(values, chosen);
    }

    /// <summary>The bias as integers whose scale is that of the input times that of the weights.</summary>
    public int[] Bias(float[] bias, float inputScale)
    {
        var integers = new int[bias.Length];
        for (int i = 0; i < bias.Length; i++)
            integers[i] = (int)Math.Clamp(Math.Round(bias[i] / (double)BiasScale(i, inputScale)), int.MinValue, int.MaxValue);
        return integers;
    }

    /// <summary>The scale of the bias of a channel.</summary>
    public float BiasScale(int channel, float inputScale) => inputScale * Scales[Scales.Length == 1 ? 0 : channel];

    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
