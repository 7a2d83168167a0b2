using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Fovea.Inference;

namespace Fovea.Models.FeatureMaps;

/// <summary>
/// Writes arrays of float32, or of integers of 8 or 32 bits, in NumPy's format 1.0, little endian and row-major. Format: NEP 1, "A Simple
/// File Format for NumPy Arrays".
/// </summary>
public static class NpyWriter
{
    private const int HeaderAlignment = 64;
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes a feature map without its batch axis: shape (C,H,W), or (C).</summary>
    public static byte[] Write(FeatureMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Write(map.ImageShape, map.Values, map.Integers);
    }

    /// <summary>Writes one channel of a feature map: shape (H,W), or () of a vector.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public static byte[] WriteChannel(FeatureMap map, int channel)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Write(map.ChannelShape, map.Channel(channel), map.Integers);
    }

    /// <summary>Writes some channels of a feature map, in the order given: shape (N,H,W), or (N).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public static byte[] WriteChannels(FeatureMap map, IReadOnlyList<int> channels)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(channels);
        float[] values = new float[channels.Count * map.PlaneSize];
        for (int i = 0; i < channels.Count; i++)
            map.Channel(channels[i]).CopyTo(values.AsSpan(i * map.PlaneSize));
        return Write(new Shape([channels.Count, .. map.ChannelShape]), values, map.Integers);
    }

    /// <summary>Writes an array of any shape.</summary>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public static byte[] Write(Shape shape, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Write(shape, values, null);
    }

    /// <summary>Writes an array of bytes, of any shape.</summary>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public static byte[] Write(Shape shape, ReadOnlySpan<byte> values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        byte[] file = Begin(shape, values.Length, "|u1", sizeof(byte), out int start);
        values.CopyTo(file.AsSpan(start));
        return file;
    }

    /// <summary>Writes an array of integers of 32 bits, of any shape.</summary>
    /// <exception cref="ArgumentException">The number of values does not match the shape.</exception>
    public static byte[] Write(Shape shape, ReadOnlySpan<int> values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        byte[] file = Begin(shape, values.Length, "<i4", sizeof(int), out int start);
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(start + (i * sizeof(int))), values[i]);
        return file;
    }

    private static byte[] Write(Shape shape, ReadOnlySpan<float> values, ElementType? integers)
    {
        string type = integers switch
        {
            null => "<f4",
            ElementType.UInt8 => "|u1",
            ElementType.Int8 => "|i1",
            _ => throw new ArgumentException($"Integers of the type {integers} are not written.", nameof(integers)),
        };
        byte[] file = Begin(shape, values.Length, type, integers is null ? sizeof(float) : sizeof(byte), out int start);
        Span<byte> data = file.AsSpan(start);
        if (integers is not null)
        {
            for (int i = 0; i < values.Length; i++)
                data[i] = (byte)(int)values[i];
        }
        else if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(data);
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(data[(i * sizeof(float))..], values[i]);
        }

        return file;
    }

    // The file with its header; the values begin at the start that is given.
    private static byte[] Begin(Shape shape, int count, string type, int size, out int start)
    {
        if (count != shape.ElementCount)
            throw new ArgumentException($"An array of shape {shape} has {shape.ElementCount} values, not {count}.", nameof(count));
        byte[] header = Header(shape, type);
        byte[] file = new byte[checked(header.Length + (count * size))];
        header.CopyTo(file, 0);
        start = header.Length;
        return file;
    }

    private static byte[] Header(Shape shape, string type)
    {
        string tuple = shape.Rank == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
        string dictionary = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {tuple}, }}";
        int prefix = Magic.Length + sizeof(ushort);
        int unpadded = prefix + dictionary.Length + 1;
        int total = (unpadded + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment;

        var header = new ArrayBufferWriter<byte>(total);
        header.Write(Magic);
        int length = total - prefix;
        header.Write([(byte)length, (byte)(length >> 8)]);
        header.Write(Encoding.ASCII.GetBytes(dictionary.PadRight(length - 1) + "\n"));
        return header.WrittenSpan.ToArray();
    }
}
