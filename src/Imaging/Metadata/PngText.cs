using System.Buffers;
using System.IO.Compression;

namespace Fovea.Imaging.Metadata;

/// <summary>A text of a PNG: tEXt, zTXt or iTXt (PNG specification, third edition, 11.3.3).</summary>
internal readonly ref struct PngText
{
    /// <summary>The most bytes that a text may unpack to; Pillow's limit.</summary>
    private const int MaxLength = 1 << 20;

    private PngText(ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> stored, bool packed)
    {
        Keyword = keyword;
        Stored = stored;
        Packed = packed;
    }

    /// <summary>What kind of text it is.</summary>
    public ReadOnlySpan<byte> Keyword { get; }

    private ReadOnlySpan<byte> Stored { get; }

    private bool Packed { get; }

    /// <summary>Reads a chunk; false where it is no text, or a damaged one. Nothing is unpacked yet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content, out PngText text)
    {
        text = default;
        bool compressed = type.SequenceEqual("zTXt"u8), international = type.SequenceEqual("iTXt"u8);
        if (!compressed && !international && !type.SequenceEqual("tEXt"u8))
            return false;
        if (!TryTakeString(ref content, out ReadOnlySpan<byte> keyword))
            return false;
        if (compressed)
        {
            // The method of compression, of which there is one.
            if (content.IsEmpty || content[0] != 0)
                return false;
            content = content[1..];
        }
        else if (international)
        {
            if (content.Length < 2 || (content[0] != 0 && content[1] != 0))
                return false;
            compressed = content[0] != 0;
            content = content[2..];
            // The language, and the keyword in it.
            if (!TryTakeString(ref content, out _) || !TryTakeString(ref content, out _))
                return false;
        }

        text = new PngText(keyword, content, compressed);
        return true;
    }

    /// <summary>The text's bytes; empty where they are damaged, or unpack to more than a mebibyte.</summary>
    public ReadOnlySpan<byte> Unpack()
    {
        if (!Packed)
            return Stored;
        byte[] rented = ArrayPool<byte>.Shared.Rent(MaxLength + 1);
        try
        {
            using var unpacked = new ZLibStream(new MemoryStream(Stored.ToArray()), CompressionMode.Decompress);
            int length = unpacked.ReadAtLeast(rented.AsSpan(0, MaxLength + 1), MaxLength + 1, throwOnEndOfStream: false);
            return length > MaxLength ? default : rented[..length];
        }
        catch (InvalidDataException)
        {
            return default;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool TryTakeString(scoped ref ReadOnlySpan<byte> content, out ReadOnlySpan<byte> value)
    {
        int end = content.IndexOf((byte)0);
        value = end < 0 ? default : content[..end];
        content = end < 0 ? default : content[(end + 1)..];
        return end >= 0;
    }
}
