using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fovea.Models.Preprocessing;

/// <summary>
/// Writes rows of pixels into a tensor's slice. Each channel's normalisation is a table of its 256 possible values, computed with the
/// operations in their order, so that the bits are the same as without tables. Thread-safe.
/// </summary>
internal sealed class TensorWriter
{
    private readonly PreprocessingSpec _spec;
    private readonly float[][] _tables;

    public TensorWriter(PreprocessingSpec spec)
    {
        _spec = spec;
        _tables = [.. Enumerable.Range(0, spec.ChannelCount).Select(channel => Table(spec.Normalization, channel))];
    }

    /// <summary>Writes what an image of the padding's colour would become.</summary>
    public void FillPadding(Span<float> tensor)
    {
        int plane = _spec.Width * _spec.Height;
        for (int channel = 0; channel < _tables.Length; channel++)
        {
            float value = _tables[channel][Padding(channel)];
            if (_spec.Layout == TensorLayout.Nchw)
            {
                tensor.Slice(channel * plane, plane).Fill(value);
                continue;
            }

            for (int i = channel; i < tensor.Length; i += _tables.Length)
                tensor[i] = value;
        }
    }

    /// <summary>
    /// Writes pixels (RGBA or gray bytes) into row <paramref name="y"/> of the tensor, from column <paramref name="x"/> on.
    /// </summary>
    public void WriteRow(ReadOnlySpan<byte> pixels, int x, int y, Span<float> tensor)
    {
        int plane = _spec.Width * _spec.Height;
        int first = y * _spec.Width + x;
        if (_spec.Channels == ChannelOrder.Gray)
        {
            Write(pixels, 1, tensor.Slice(first, pixels.Length), 1, _tables[0]);
            return;
        }

        int count = pixels.Length / 4;
        for (int channel = 0; channel < 3; channel++)
        {
            ReadOnlySpan<byte> samples = pixels[(_spec.Channels == ChannelOrder.Bgr ? 2 - channel : channel)..];
            if (_spec.Layout == TensorLayout.Nchw)
                Write(samples, 4, tensor.Slice(channel * plane + first, count), 1, _tables[channel]);
            else
                Write(samples, 4, tensor.Slice(first * 3 + channel, count * 3 - channel), 3, _tables[channel]);
        }
    }

    // A gray value of the padding is its red one: the colour is gray then.
    private byte Padding(int channel) => (_spec.Channels == ChannelOrder.Bgr ? 2 - channel : channel) switch
    {
        0 => _spec.Padding.R,
        1 => _spec.Padding.G,
        _ => _spec.Padding.B,
    };

    private static void Write(ReadOnlySpan<byte> samples, int sampleStep, Span<float> values, int valueStep, float[] table)
    {
        // The table has 256 entries, so an index of one byte is always in range.
        ref float entries = ref MemoryMarshal.GetArrayDataReference(table);
        for (int i = 0, s = 0; i < values.Length; i += valueStep, s += sampleStep)
            values[i] = Unsafe.Add(ref entries, (int)samples[s]);
    }

    private static float[] Table(Normalization normalization, int channel)
    {
        float[] table = new float[256];
        for (int i = 0; i < table.Length; i++)
            table[i] = normalization.Apply((byte)i, channel);
        return table;
    }
}
