using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fovea.Imaging.Pixels;
using Fovea.Inference;

namespace Fovea.Models.Preprocessing;

/// <summary>Writes rows of pixels into a tensor's slice.</summary>
internal abstract class TensorWriter
{
    /// <summary>The writer for the element type of a specification.</summary>
    /// <exception cref="ArgumentException">No image is written into elements of that type.</exception>
    public static TensorWriter Of(PreprocessingSpec spec) => spec.ElementType switch
    {
        ElementType.Float32 => new TensorWriter<float>(spec),
        ElementType.UInt8 => new TensorWriter<byte>(spec),
        ElementType.Float16 => new TensorWriter<Half>(spec),
        ElementType.Float64 => new TensorWriter<double>(spec),
        _ => throw new ArgumentException($"An image is not written into {spec.ElementType}.", nameof(spec)),
    };
}

/// <summary>
/// Writes into elements of one type. Each channel's normalisation is a table of its 256 possible values, computed with the operations in
/// their order, so that the bits are the same as without tables. Thread-safe.
/// </summary>
internal sealed class TensorWriter<T> : TensorWriter
    where T : unmanaged, INumberBase<T>
{
    private const int Alpha = 3;

    private readonly PreprocessingSpec _spec;
    private readonly T[][] _tables;

    public TensorWriter(PreprocessingSpec spec)
    {
        _spec = spec;
        _tables = [.. Enumerable.Range(0, spec.ChannelCount).Select(channel => Table(spec.Normalization, channel))];
    }

    /// <summary>Writes what an opaque image of the padding's colour would become, or zeros.</summary>
    public void FillPadding(Span<T> tensor)
    {
        if (_spec.PadsZeros)
        {
            tensor.Clear();
            return;
        }

        int plane = _spec.Width * _spec.Height;
        for (int channel = 0; channel < _tables.Length; channel++)
        {
            T value = _tables[channel][Padding(channel)];
            if (!_spec.Layout.IsChannelsLast())
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
    public void WriteRow(ReadOnlySpan<byte> pixels, int x, int y, Span<T> tensor)
    {
        int plane = _spec.Width * _spec.Height;
        int first = y * _spec.Width + x;
        int channels = _tables.Length;
        if (_spec.Channels == ChannelOrder.Luminance)
        {
            Span<T> row = tensor.Slice(first, pixels.Length / 4);
            for (int i = 0; i < row.Length; i++)
                row[i] = _tables[0][YCbCr.Luminance(pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2])];
            return;
        }

        if (channels == 1)
        {
            Write(pixels, 1, tensor.Slice(first, pixels.Length), 1, _tables[0]);
            return;
        }

        int count = pixels.Length / 4;
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<byte> samples = pixels[Sample(channel)..];
            if (_spec.Layout.IsChannelsLast())
                Write(samples, 4, tensor.Slice(first * channels + channel, count * channels - channel), channels, _tables[channel]);
            else
                Write(samples, 4, tensor.Slice(channel * plane + first, count), 1, _tables[channel]);
        }
    }

    /// <summary>
    /// Writes values of 0 to 255 with fractions, of one channel of the network, into row <paramref name="y"/> of the tensor, from column
    /// <paramref name="x"/> on.
    /// </summary>
    public void WriteRow(ReadOnlySpan<float> values, int channel, int x, int y, Span<T> tensor)
    {
        int first = y * _spec.Width + x, channels = _tables.Length;
        (int at, int step) = _spec.Layout.IsChannelsLast()
            ? (first * channels + channel, channels) : (channel * _spec.Width * _spec.Height + first, 1);
        for (int i = 0; i < values.Length; i++, at += step)
            tensor[at] = T.CreateSaturating(_spec.Normalization.Apply(values[i], channel));
    }

    // The byte of an RGBA pixel that a channel takes.
    private int Sample(int channel) => _spec.Channels == ChannelOrder.Bgr ? 2 - channel : channel;

    // A gray value of the padding is its red one: the colour is gray then.
    private byte Padding(int channel) => Sample(channel) switch
    {
        0 => _spec.Padding.R,
        1 => _spec.Padding.G,
        Alpha => byte.MaxValue,
        _ => _spec.Padding.B,
    };

    private static void Write(ReadOnlySpan<byte> samples, int sampleStep, Span<T> values, int valueStep, T[] table)
    {
        // The table has 256 entries, so an index of one byte is always in range.
        ref T entries = ref MemoryMarshal.GetArrayDataReference(table);
        for (int i = 0, s = 0; i < values.Length; i += valueStep, s += sampleStep)
            values[i] = Unsafe.Add(ref entries, (int)samples[s]);
    }

    private static T[] Table(Normalization normalization, int channel)
    {
        var table = new T[256];
        for (int i = 0; i < table.Length; i++)
            table[i] = T.CreateSaturating(normalization.Apply((byte)i, channel));
        return table;
    }
}
