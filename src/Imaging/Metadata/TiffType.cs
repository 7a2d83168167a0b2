namespace Fovea.Imaging.Metadata;

/// <summary>A type of values in a TIFF directory (TIFF 6.0, section 2; 13 and 16 are later additions).</summary>
internal sealed class TiffType
{
    private delegate double Reader(TiffBytes tiff, int position);

    private static readonly TiffType[] All =
    [
        // Pillow takes BYTE, ASCII and UNDEFINED as text, which is no orientation.
        new() { Number = 1, Size = 1, Value = (_, _) => double.NaN },
        new() { Number = 2, Size = 1, Value = (_, _) => double.NaN },
        new() { Number = 7, Size = 1, Value = (_, _) => double.NaN },
        new() { Number = 3, Size = 2, Value = (tiff, at) => tiff.UInt16(at) },
        new() { Number = 4, Size = 4, Value = (tiff, at) => tiff.UInt32(at) },
        new() { Number = 5, Size = 8, Value = (tiff, at) => (double)tiff.UInt32(at) / tiff.UInt32(at + 4) },
        new() { Number = 6, Size = 1, Value = (tiff, at) => (sbyte)tiff.Byte(at) },
        new() { Number = 8, Size = 2, Value = (tiff, at) => (short)tiff.UInt16(at) },
        new() { Number = 9, Size = 4, Value = (tiff, at) => (int)tiff.UInt32(at) },
        new() { Number = 10, Size = 8, Value = (tiff, at) => (double)(int)tiff.UInt32(at) / (int)tiff.UInt32(at + 4) },
        new() { Number = 11, Size = 4, Value = (tiff, at) => BitConverter.UInt32BitsToSingle(tiff.UInt32(at)) },
        new() { Number = 12, Size = 8, Value = (tiff, at) => BitConverter.UInt64BitsToDouble(tiff.UInt64(at)) },
        new() { Number = 13, Size = 4, Value = (tiff, at) => tiff.UInt32(at) },
        new() { Number = 16, Size = 8, Value = (tiff, at) => tiff.UInt64(at) },
    ];

    /// <summary>The type's number in a directory.</summary>
    public required int Number { get; init; }

    /// <summary>The bytes of one value.</summary>
    public required int Size { get; init; }

    private Reader Value { get; init; } = null!;

    /// <summary>The type of a number; null where there is none.</summary>
    public static TiffType? Find(int number) => Array.Find(All, type => type.Number == number);

    /// <summary>Reads one value; not a number where the type is one of texts.</summary>
    public double Read(TiffBytes tiff, int position) => Value(tiff, position);
}
