using System.Buffers.Binary;

namespace Fovea.Imaging.Gif;

/// <summary>
/// Reads a GIF up to the compressed data of its first frame (GIF89a specification), as Pillow does: it takes a frame that goes beyond the
/// screen, a file without any table of colours, and a transparent index that no pixel has.
/// </summary>
internal ref struct GifReader
{
    private const int ScreenLength = 13;
    private const int ImageLength = 9;
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;
    private const byte Trailer = 0x3B;
    private const byte GraphicControl = 0xF9;
    private const byte Comment = 0xFE;

    private readonly ReadOnlySpan<byte> _file;
    private int _position;
    private byte? _transparent;

    private GifReader(ReadOnlySpan<byte> file) => _file = file;

    /// <summary>Reads the headers; false where they are truncated or damaged, or where there is no frame.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, out GifFrame frame)
    {
        frame = null!;
        var reader = new GifReader(file);
        return reader.TryTake(ScreenLength, out ReadOnlySpan<byte> screen)
            && reader.TryTakeColors(screen[10], out ReadOnlySpan<byte> colors)
            && reader.TryFindImage()
            && reader.TryReadImage(screen, colors, out frame);
    }

    // What is neither an extension nor an image is passed over.
    private bool TryFindImage()
    {
        while (TryTake(1, out ReadOnlySpan<byte> introducer) && introducer[0] != Trailer)
        {
            if (introducer[0] == Image)
                return true;
            if (introducer[0] == Extension && !TryPassExtension())
                return false;
        }

        return false;
    }

    private bool TryPassExtension()
    {
        if (!TryTake(1, out ReadOnlySpan<byte> label) || !TryTakeBlock(out ReadOnlySpan<byte> block))
            return false;
        if (label[0] == GraphicControl && !block.IsEmpty)
        {
            // Flags, two bytes of duration, the transparent index.
            if (block.Length < 3 || ((block[0] & 1) != 0 && block.Length < 4))
                return false;
            if ((block[0] & 1) != 0)
                _transparent = block[3];
        }

        // Except in a comment, another block is expected even after an empty one.
        if (label[0] == Comment && block.IsEmpty)
            return true;
        do
        {
            if (!TryTakeBlock(out block))
                return false;
        }
        while (!block.IsEmpty);
        return true;
    }

    private bool TryReadImage(ReadOnlySpan<byte> screen, ReadOnlySpan<byte> screenColors, out GifFrame frame)
    {
        frame = null!;
        if (!TryTake(ImageLength, out ReadOnlySpan<byte> image)
            || !TryTakeColors(image[8], out ReadOnlySpan<byte> colors)
            || !TryTake(1, out ReadOnlySpan<byte> bits))
            return false;
        int left = UInt16(image), top = UInt16(image[2..]), width = UInt16(image[4..]), height = UInt16(image[6..]);
        frame = new GifFrame
        {
            Width = Math.Max(UInt16(screen[6..]), left + width),
            Height = Math.Max(UInt16(screen[8..]), top + height),
            Left = left,
            Top = top,
            FrameWidth = width,
            FrameHeight = height,
            IsInterlaced = (image[8] & 0x40) != 0,
            Colors = GifColors.Table(colors, screenColors, _transparent),
            Fill = _transparent ?? 0,
            CodeBits = bits[0],
            DataOffset = _position,
        };
        return width > 0 && height > 0;
    }

    // The flags say whether a table follows, and how long it is.
    private bool TryTakeColors(byte flags, out ReadOnlySpan<byte> colors)
    {
        colors = default;
        return (flags & 0x80) == 0 || TryTake(3 * (2 << (flags & 7)), out colors);
    }

    private bool TryTakeBlock(out ReadOnlySpan<byte> block)
    {
        block = default;
        return TryTake(1, out ReadOnlySpan<byte> length) && TryTake(length[0], out block);
    }

    private bool TryTake(int count, out ReadOnlySpan<byte> bytes)
    {
        bool fits = count <= _file.Length - _position;
        bytes = fits ? _file.Slice(_position, count) : default;
        _position += fits ? count : 0;
        return fits;
    }

    private static int UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
