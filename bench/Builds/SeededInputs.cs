using System.Runtime.InteropServices;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Builds;

/// <summary>Seeded random inputs: floats in [-1, 1), any byte, integers from 0 to 3 (because they may be indices), booleans.</summary>
internal static class SeededInputs
{
    private const int SmallIntegers = 4;

    public static byte[][] Create(IReadOnlyList<ValueInfo> inputs, int seed = 1)
    {
        var random = new Random(seed);
        return [.. inputs.Select(input => Create(input, random))];
    }

    private static byte[] Create(ValueInfo input, Random random)
    {
        byte[] bytes = new byte[input.Bytes];
        switch (input.ElementType)
        {
            case "Float32":
                Fill<float>(bytes, () => 2 * random.NextSingle() - 1);
                break;
            case "Float64":
                Fill(bytes, () => 2 * random.NextDouble() - 1);
                break;
            case "Int32":
                Fill(bytes, () => random.Next(SmallIntegers));
                break;
            case "Int64":
                Fill<long>(bytes, () => random.Next(SmallIntegers));
                break;
            case "Bool":
                Fill(bytes, () => (byte)random.Next(2));
                break;
            default:
                random.NextBytes(bytes);
                break;
        }

        return bytes;
    }

    private static void Fill<T>(byte[] bytes, Func<T> next) where T : struct
    {
        foreach (ref T value in MemoryMarshal.Cast<byte, T>(bytes.AsSpan()))
            value = next();
    }
}
