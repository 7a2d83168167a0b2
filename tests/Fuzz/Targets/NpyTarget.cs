using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Fovea.Fuzz.Running;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;

namespace Fovea.Fuzz.Targets;

/// <summary>
/// Arrays as NumPy files. Fovea writes these and reads none, so the bytes choose a shape and values, and what is written must be a file of
/// NumPy's format 1.0 (NEP 1) with this shape and these values.
/// </summary>
internal static class NpyTarget
{
    private const int MostRank = 8;
    private const int MostValues = 1 << 14;
    private const int HeaderAlignment = 64;

    /// <summary>Writes an array and reads it back.</summary>
    public static void Run(byte[] bytes)
    {
        var random = new ByteRandom(bytes);
        long[] extents = new long[random.Next(MostRank + 1)];
        long count = 1;
        for (int i = 0; i < extents.Length; i++)
        {
            extents[i] = Math.Min(random.Next(70_000), MostValues / Math.Max(1, count));
            count *= extents[i];
        }

        float[] values = new float[count];
        for (int i = 0; i < values.Length && i < bytes.Length; i++)
            values[i] = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
        Check(NpyWriter.Write(new Shape(extents), values), extents, values);
    }

    private static void Check(byte[] file, long[] extents, float[] values)
    {
        if (!file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8, 1, 0]))
            throw new FuzzFindingException("The file does not begin as one of NumPy's format 1.0.");
        int data = 10 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        if (data % HeaderAlignment != 0 || file[data - 1] != '\n')
            throw new FuzzFindingException($"The header ends at byte {data}.");
        string header = Encoding.ASCII.GetString(file, 10, data - 10);
        string shape = string.Concat(extents.Select(extent => $"{extent},"));
        if (!header.Replace(" ", "", StringComparison.Ordinal).Contains($"({shape.TrimEnd(',')}", StringComparison.Ordinal))
            throw new FuzzFindingException($"The header {header} has another shape than ({shape}).");
        if (!file.AsSpan(data).SequenceEqual(MemoryMarshal.AsBytes(values.AsSpan())))
            throw new FuzzFindingException("The values are other ones.");
    }
}
