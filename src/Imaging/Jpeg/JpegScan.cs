using System.Buffers.Binary;

namespace Fovea.Imaging.Jpeg;

/// <summary>
/// The headers of a baseline JPEG (ITU-T T.81, Annex B) with one scan of all components: tables, components, and the offset of the
/// entropy-coded data. <see cref="TryRead"/> returns false for other files, which are left to the general decoder.
/// </summary>
internal sealed class JpegScan
{
    private const int BlockSide = 8;

    private readonly int[]?[] _quantization = new int[]?[4];
    private readonly HuffmanTable?[] _dc = new HuffmanTable?[4];
    private readonly HuffmanTable?[] _ac = new HuffmanTable?[4];
    private bool _jfif;
    private int _adobeTransform = -1;

    private JpegScan()
    {
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>One (gray) or three components (Y, Cb, Cr).</summary>
    public JpegComponent[] Components { get; private set; } = [];

    /// <summary>The number of minimum coded units (MCU) between two restart markers; 0 where there are none.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>The offset of the first byte of entropy-coded data.</summary>
    public int DataOffset { get; private set; }

    /// <summary>The number of MCUs per row.</summary>
    public int UnitsPerRow { get; private set; }

    /// <summary>The number of rows of MCUs.</summary>
    public int UnitRows { get; private set; }

    /// <summary>Whether chroma has half as many columns, and half as many rows.</summary>
    public (bool Columns, bool Rows) Halved { get; private set; }

    /// <summary>Reads the headers; false where the file is of another kind, or damaged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, out JpegScan scan)
    {
        scan = new JpegScan();
        int position = 2;
        while (position + 4 <= file.Length && file[position] == 0xFF)
        {
            byte marker = file[position + 1];
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(position + 2)..]);
            if (length < 2 || position + 2 + length > file.Length)
                return false;
            ReadOnlySpan<byte> segment = file.Slice(position + 4, length - 2);
            position += 2 + length;
            if (marker == 0xDA)
            {
                scan.DataOffset = position;
                return scan.ReadScan(segment);
            }

            if (!scan.ReadSegment(marker, segment))
                return false;
        }

        return false;
    }

    private bool ReadSegment(byte marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case 0xDB:
                return ReadQuantization(segment);
            case 0xC4:
                return ReadHuffman(segment);
            case 0xC0:
                return Components.Length == 0 && ReadFrame(segment);
            case 0xDD:
                if (segment.Length != 2)
                    return false;
                RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                return true;
            case 0xE0:
                _jfif |= segment.Length >= 14 && segment.StartsWith("JFIF\0"u8);
                return true;
            case 0xEE:
                if (segment.Length >= 12 && segment.StartsWith("Adobe"u8))
                    _adobeTransform = segment[11];
                return true;
            default:
                // Other application segments and comments do not affect the pixels.
                return marker is >= 0xE1 and <= 0xEF or 0xFE;
        }
    }

    private bool ReadQuantization(ReadOnlySpan<byte> segment)
    {
        for (; segment.Length > 0; segment = segment[65..])
        {
            // Entries of 16 bits are not allowed in baseline files.
            if (segment.Length < 65 || segment[0] > 3)
                return false;
            int[] table = new int[64];
            for (int i = 0; i < table.Length; i++)
                table[ZigZag.Natural[i]] = segment[1 + i];
            _quantization[segment[0]] = table;
        }

        return true;
    }

    private bool ReadHuffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            if (segment.Length < 17 || (segment[0] & 0xEF) > 3)
                return false;
            bool ac = (segment[0] & 0x10) != 0;
            int count = 0;
            foreach (byte codes in segment.Slice(1, 16))
                count += codes;
            if (segment.Length < 17 + count || HuffmanTable.TryGet(segment.Slice(1, 16), segment.Slice(17, count), ac) is not { } table)
                return false;
            (ac ? _ac : _dc)[segment[0] & 3] = table;
            segment = segment[(17 + count)..];
        }

        return true;
    }

    private bool ReadFrame(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 6 || segment[0] != 8 || segment[5] is not (1 or 3) || segment.Length != 6 + 3 * segment[5])
            return false;
        (Height, Width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        if (Width == 0 || Height == 0)
            return false;
        Components = new JpegComponent[segment[5]];
        for (int i = 0; i < Components.Length; i++)
        {
            ReadOnlySpan<byte> part = segment.Slice(6 + 3 * i, 3);
            Components[i] = new JpegComponent { Id = part[0], Horizontal = part[1] >> 4, Vertical = part[1] & 15, Table = part[2] };
        }

        return ComputeLayout();
    }

    // Blocks of a single component are not interleaved, whatever its sampling says (T.81, A.2.2).
    private bool ComputeLayout()
    {
        if (Components.Length == 1)
            (Components[0].Horizontal, Components[0].Vertical) = (1, 1);
        JpegComponent first = Components[0];
        if ((first.Horizontal, first.Vertical) is not ((1, 1) or (2, 1) or (2, 2))
            || Components.Skip(1).Any(c => (c.Horizontal, c.Vertical) != (1, 1)))
            return false;
        Halved = (first.Horizontal == 2, first.Vertical == 2);
        (int unitWidth, int unitHeight) = (BlockSide * first.Horizontal, BlockSide * first.Vertical);
        (UnitsPerRow, UnitRows) = ((Width + unitWidth - 1) / unitWidth, (Height + unitHeight - 1) / unitHeight);
        foreach (JpegComponent component in Components)
        {
            component.Width = (Width * component.Horizontal + first.Horizontal - 1) / first.Horizontal;
            component.Height = (Height * component.Vertical + first.Vertical - 1) / first.Vertical;
            component.Stride = UnitsPerRow * component.Horizontal * BlockSide;
            component.Rows = UnitRows * component.Vertical * BlockSide;
        }

        // libjpeg upsamples planes of one or two columns by repetition instead.
        return !Halved.Columns || Components[1].Width > 2;
    }

    private bool ReadScan(ReadOnlySpan<byte> segment)
    {
        int count = Components.Length;
        if (count == 0 || segment.Length != 4 + 2 * count || segment[0] != count || segment[1 + 2 * count] != 0
            || segment[2 + 2 * count] != 63 || segment[3 + 2 * count] != 0)
            return false;
        for (int i = 0; i < count; i++)
        {
            JpegComponent component = Components[i];
            (int id, int tables) = (segment[1 + 2 * i], segment[2 + 2 * i]);
            if (id != component.Id || component.Table > 3 || (tables >> 4) > 3 || (tables & 15) > 3)
                return false;
            if (_quantization[component.Table] is not { } quantization || _dc[tables >> 4] is not { } dc || _ac[tables & 15] is not { } ac)
                return false;
            (component.Quantization, component.Dc, component.Ac) = (quantization, dc, ac);
        }

        return count == 1 || IsYcc();
    }

    // Three components are Y, Cb and Cr if a JFIF or Adobe segment says so, or if they have the usual ids.
    private bool IsYcc() =>
        _jfif || (_adobeTransform >= 0 ? _adobeTransform == 1 : (Components[0].Id, Components[1].Id, Components[2].Id) == (1, 2, 3));
}

/// <summary>One component of a frame and its plane of samples.</summary>
internal sealed class JpegComponent
{
    /// <summary>The component's id in the file.</summary>
    public int Id { get; init; }

    /// <summary>The horizontal sampling factor: blocks side by side in an MCU.</summary>
    public int Horizontal { get; set; }

    /// <summary>The vertical sampling factor: blocks one above the other in an MCU.</summary>
    public int Vertical { get; set; }

    /// <summary>The index of its quantization table.</summary>
    public int Table { get; init; }

    /// <summary>The quantization factors of its coefficients, row by row.</summary>
    public int[] Quantization { get; set; } = [];

    /// <summary>The table for its DC coefficients.</summary>
    public HuffmanTable Dc { get; set; } = null!;

    /// <summary>The table for its AC coefficients.</summary>
    public HuffmanTable Ac { get; set; } = null!;

    /// <summary>The samples per row within the image.</summary>
    public int Width { get; set; }

    /// <summary>The rows of samples within the image.</summary>
    public int Height { get; set; }

    /// <summary>The samples per row of the plane, which has whole MCUs.</summary>
    public int Stride { get; set; }

    /// <summary>The rows of the plane, which has whole MCUs.</summary>
    public int Rows { get; set; }
}
