using System.Runtime.InteropServices;

namespace Fovea.Models.Tests.Explanations;

/// <summary>
/// Puts the weights of an ONNX file in another order, each tensor's among themselves: what was learned is gone, their distribution stays.
/// Field numbers of the ONNX IR specification: a model's graph 7, its initializers 5, their raw data 9.
/// </summary>
internal static class RandomizedWeights
{
    private const int Least = 64;

    public static byte[] Of(byte[] model, int seed)
    {
        byte[] copy = [.. model];
        var random = new Random(seed);
        int changed = 0;
        foreach (Range graph in Fields(copy, 0..copy.Length, 7))
        {
            foreach (Range tensor in Fields(copy, graph, 5))
            {
                foreach (Range data in Fields(copy, tensor, 9))
                {
                    Span<float> values = MemoryMarshal.Cast<byte, float>(copy.AsSpan(data));
                    if (values.Length < Least)
                        continue;
                    random.Shuffle(values);
                    changed++;
                }
            }
        }

        Assert.True(changed > 2, $"{changed} tensors have raw data.");
        return copy;
    }

    private static List<Range> Fields(byte[] file, Range within, int number)
    {
        var found = new List<Range>();
        int at = within.Start.Value;
        while (at < within.End.Value)
        {
            ulong key = Varint(file, ref at);
            switch (key & 7)
            {
                case 0:
                    Varint(file, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(file, ref at);
                    if ((int)(key >> 3) == number)
                        found.Add(at..(at + length));
                    at += length;
                    break;
                default:
                    at += 4;
                    break;
            }
        }

        return found;
    }

    private static ulong Varint(byte[] file, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = file[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
