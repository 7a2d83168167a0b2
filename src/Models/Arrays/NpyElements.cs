using System.Numerics;
using System.Runtime.InteropServices;
using Fovea.Inference;

namespace Fovea.Models.Arrays;

/// <summary>Reads the elements of an array as Float32, in row-major order.</summary>
internal static class NpyElements
{
    /// <param name="header">What the elements are.</param>
    /// <param name="bytes">The elements.</param>
    public static float[] Read(NpyHeader header, ReadOnlySpan<byte> bytes)
    {
        float[] values = new float[checked((int)header.Shape.ElementCount)];
        bytes = bytes[..checked((int)header.DataBytes)];
        if (header.ElementBytes > 1 && header.IsBigEndian == BitConverter.IsLittleEndian)
            bytes = Reversed(bytes, header.ElementBytes);
        Convert(header.Type, bytes, values);
        return header.IsFortran && header.Shape.Rank > 1 ? InRowMajorOrder(values, header.Shape) : values;
    }

    private static void Convert(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case "f4":
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                break;
            case "f8":
                Convert<double>(bytes, values);
                break;
            case "f2":
                Convert<Half>(bytes, values);
                break;
            case "i1":
                Convert<sbyte>(bytes, values);
                break;
            case "u1":
                Convert<byte>(bytes, values);
                break;
            case "b1":
                for (int i = 0; i < values.Length; i++)
                    values[i] = bytes[i] == 0 ? 0 : 1;
                break;
            case "i2":
                Convert<short>(bytes, values);
                break;
            case "u2":
                Convert<ushort>(bytes, values);
                break;
            case "i4":
                Convert<int>(bytes, values);
                break;
            case "u4":
                Convert<uint>(bytes, values);
                break;
            case "i8":
                Convert<long>(bytes, values);
                break;
            default:
                Convert<ulong>(bytes, values);
                break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> bytes, Span<float> values)
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < values.Length; i++)
            values[i] = float.CreateTruncating(elements[i]);
    }

    private static byte[] Reversed(ReadOnlySpan<byte> bytes, int size)
    {
        byte[] reversed = bytes.ToArray();
        for (int i = 0; i < reversed.Length; i += size)
            reversed.AsSpan(i, size).Reverse();
        return reversed;
    }

    private static float[] InRowMajorOrder(float[] values, Shape shape)
    {
        int[] places = RowMajorPlaces(shape);
        float[] ordered = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
            ordered[places[i]] = values[i];
        return ordered;
    }

    // For each element in the order of Fortran, its place in the order of C.
    private static int[] RowMajorPlaces(Shape shape)
    {
        int rank = shape.Rank;
        int[] steps = new int[rank];
        int step = 1;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            steps[axis] = step;
            step *= (int)shape[axis];
        }

        int[] places = new int[step];
        int[] index = new int[rank];
        int place = 0;
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = place;
            for (int axis = 0; axis < rank; axis++)
            {
                place += steps[axis];
                if (++index[axis] < shape[axis])
                    break;
                place -= steps[axis] * index[axis];
                index[axis] = 0;
            }
        }

        return places;
    }
}
