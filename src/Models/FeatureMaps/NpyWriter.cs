using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Fovea.Inference;

namespace Fovea.Models.FeatureMaps;

/// <summary>
/// Writes arrays of float32, or of integers of 8 bits, in NumPy's format 1.0, little endian and row-major. Format: NEP 1, "A Simple File
/// Format for NumPy Arrays".
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

    private static byte[] Write(Shape shape, ReadOnlySpan<float> values, ElementType? integers)
    {
        if (values.Length != shape.ElementCount)
            throw new ArgumentException($"An array of shape {shape} has {shape.ElementCount} values, not {values.Length}.", nameof(values));

        string type = integers switch
        {
            null => "<f4",
            ElementType.UInt8 => "|u1",
            ElementType.Int8 => "|i1",
            _ => throw new ArgumentException($"Integers of the type {integers} are not written.", nameof(integers)),
        };
        byte[] header = Header(shape, type);
        byte[] file = new byte[checked(header.Length + values.Length * (integers is null ? sizeof(float) : sizeof(byte)))];
        header.CopyTo(file, 0);
        Span<byte> data = file.AsSpan(header.Length);
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
                System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(data[(i * sizeof(float))..], values[i]);
        }

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
