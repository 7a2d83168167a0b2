namespace Fovea.Inference.Weights;

/// <summary>
/// Packs the filters [channel, tap] of a depthwise convolution as one row of channels per tap, padded with zeros to whole vectors.
/// </summary>
/// <param name="Channels">Channels, of one filter each.</param>
/// <param name="Taps">Taps of the kernel.</param>
/// <param name="Lanes">Floats per vector.</param>
internal sealed record DepthwisePacking(int Channels, int Taps, int Lanes) : Packing
{
    /// <summary>Floats from the row of one tap to the next.</summary>
    public int Stride => (Channels + Lanes - 1) / Lanes * Lanes;

    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => (long)Taps * Stride;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        float* packed = (float*)target;
        int stride = Stride;
        int step = Math.Max(1, PackingBuffer.ChunkBytes / sizeof(float) / Math.Max(1, Taps));
        for (int first = 0; first < Channels; first += step)
        {
            int count = Math.Min(step, Channels - first);
            float* filters = source.Elements<float>((long)first * Taps, (long)count * Taps);
            for (int channel = 0; channel < count; channel++)
            {
                for (int tap = 0; tap < Taps; tap++)
                    packed[((long)tap * stride) + first + channel] = filters[((long)channel * Taps) + tap];
            }
        }

        for (int tap = 0; tap < Taps; tap++)
            new Span<float>(packed + ((long)tap * stride) + Channels, stride - Channels).Clear();
    }
}
