using System.Buffers.Binary;
using Fovea.Inference;

namespace Fovea.Models.Arrays;

/// <summary>Reads the elements of an array as Float32, in row-major order.</summary>
internal static class NpyElements
{
    /// <param name="header">What the elements are.</param>
    /// <param name="bytes">The elements.</param>
    public static float[] Read(NpyHeader header, ReadOnlySpan<byte> bytes)
    {
        int size = header.ElementBytes;
        float[] values = new float[checked((int)header.Shape.ElementCount)];
        byte[] element = new byte[sizeof(long)];
        int[] places = header.IsFortran && header.Shape.Rank > 1 ? RowMajorPlaces(header.Shape) : [];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> source = bytes.Slice(i * size, size);
            if (header.IsBigEndian)
            {
                source.CopyTo(element);
                element.AsSpan(0, size).Reverse();
                source = element.AsSpan(0, size);
            }

            values[places.Length > 0 ? places[i] : i] = Read(header.Type, source);
        }

        return values;
    }

    private static float Read(string type, ReadOnlySpan<byte> bytes) => type switch
    {
        "f4" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "f8" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "f2" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "i1" => (sbyte)bytes[0],
        "u1" => bytes[0],
        "b1" => bytes[0] == 0 ? 0 : 1,
        "i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "u2" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "u4" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "i8" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
    };

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
