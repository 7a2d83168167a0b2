using System.Buffers.Binary;
using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Targa;

/// <summary>The header of a TGA file (Truevision TGA, version 2.0), which has no signature of its own.</summary>
internal sealed record TargaHeader
{
    /// <summary>The bytes of the header.</summary>
    public const int Length = 18;

    private const int RunLengths = 8;
    private const int RightToLeft = 0x10;
    private const int TopToBottom = 0x20;

    /// <summary>What a pixel is: 1 an index, 2 a colour, 3 gray.</summary>
    public required int Kind { get; init; }

    /// <summary>Whether pixels are packed as run lengths.</summary>
    public required bool IsPacked { get; init; }

    /// <summary>The width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>The height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The bits of a pixel: 8, 15, 16, 24 or 32.</summary>
    public required int Bits { get; init; }

    /// <summary>Whether the first row is the highest one.</summary>
    public required bool IsTopFirst { get; init; }

    /// <summary>Whether the first pixel of a row is the rightmost one.</summary>
    public required bool IsRightFirst { get; init; }

    /// <summary>The index of the first colour of the table.</summary>
    public required int TableStart { get; init; }

    /// <summary>The colours of the table; 0 where there is none.</summary>
    public required int TableCount { get; init; }

    /// <summary>The bits of a colour of the table: 15, 16, 24 or 32.</summary>
    public required int TableBits { get; init; }

    /// <summary>Where the table begins.</summary>
    public required int TableOffset { get; init; }

    /// <summary>The bytes of a colour of the table.</summary>
    public int TableBytes => (TableBits + 7) / 8;

    /// <summary>The bytes of a pixel.</summary>
    public int PixelBytes => (Bits + 7) / 8;

    /// <summary>
    /// Whether the bytes are a TGA: the footer of version 2, or a header in which every field has one of its few values. Other formats must
    /// have been asked before.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> bytes) =>
        bytes.EndsWith("TRUEVISION-XFILE.\0"u8) || (bytes.Length >= Length && IsHeader(bytes));

    /// <summary>Reads the header.</summary>
    /// <exception cref="FormatFaultException">The header is truncated, makes no sense, or is of a kind that is not read.</exception>
    public static TargaHeader Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < Length || !IsHeader(file))
            throw FormatFaultException.Header("its fields do not have the values of any TGA");
        var header = new TargaHeader
        {
            Kind = file[2] & ~RunLengths,
            IsPacked = (file[2] & RunLengths) != 0,
            Width = UInt16(file[12..]),
            Height = UInt16(file[14..]),
            Bits = file[16],
            IsTopFirst = (file[17] & TopToBottom) != 0,
            IsRightFirst = (file[17] & RightToLeft) != 0,
            TableStart = UInt16(file[3..]),
            TableCount = file[1] == 1 ? UInt16(file[5..]) : 0,
            TableBits = file[7],
            TableOffset = Length + file[0],
        };
        bool isRead = header.Kind switch { 1 => header.Bits == 8, 2 => header.Bits > 8, _ => header.Bits is 8 or 16 };
        if (!isRead)
            throw FormatFaultException.Unsupported(
                $"a TGA of kind {file[2]} with {header.Bits} bits per pixel", "save it with 24 bits per pixel");
        return header;
    }

    // The kind of colour table, the kind of picture, the bits of a colour, a size, the bits of a pixel, and two bits that are reserved.
    private static bool IsHeader(ReadOnlySpan<byte> bytes)
    {
        bool hasTable = bytes[1] == 1, wantsTable = (bytes[2] & ~RunLengths) == 1;
        return (hasTable ? bytes[7] is 15 or 16 or 24 or 32 : bytes[1] == 0 && !wantsTable)
            && bytes[2] is 1 or 2 or 3 or 9 or 10 or 11
            && UInt16(bytes[12..]) > 0 && UInt16(bytes[14..]) > 0
            && bytes[16] is 8 or 15 or 16 or 24 or 32
            && (bytes[17] & 0xC0) == 0;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
