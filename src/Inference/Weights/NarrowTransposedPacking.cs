namespace Fovea.Inference.Weights;

/// <summary>
/// Packs the filters [channel, column, tap] of a transposed convolution to few columns as [tap, column, channel], for vectors over
/// channels.
/// </summary>
/// <param name="Channels">Input channels.</param>
/// <param name="Columns">Output channels.</param>
/// <param name="Taps">Taps of the kernel.</param>
internal sealed record NarrowTransposedPacking(int Channels, int Columns, int Taps) : Packing
{
    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => (long)Taps * Columns * Channels;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        float* packed = (float*)target;
        long row = (long)Columns * Taps;
        int step = (int)Math.Max(1, PackingBuffer.ChunkBytes / sizeof(float) / Math.Max(1, row));
        for (int first = 0; first < Channels; first += step)
        {
            int count = Math.Min(step, Channels - first);
            float* filters = source.Elements<float>(first * row, count * row);
            for (int channel = 0; channel < count; channel++)
            {
                for (int column = 0; column < Columns; column++)
                {
                    for (int tap = 0; tap < Taps; tap++)
                    {
                        packed[((((long)tap * Columns) + column) * Channels) + first + channel] =
                            filters[(channel * row) + ((long)column * Taps) + tap];
                    }
                }
            }
        }
    }
}
