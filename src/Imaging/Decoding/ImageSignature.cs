using System.Buffers.Binary;
using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>Recognises the format of an image by its first bytes.</summary>
internal static class ImageSignature
{
    /// <summary>The supported formats, for messages.</summary>
    public const string SupportedFormats = "JPEG, PNG, WebP, BMP or GIF";

    /// <summary>Identifies the format.</summary>
    /// <exception cref="ImageException">The format is not supported.</exception>
    public static ImageFormat Identify(ReadOnlySpan<byte> bytes) =>
        Find(bytes) ?? throw new ImageException(ImageError.UnsupportedFormat, $"{Describe(bytes)}.");

    /// <summary>The format; null where it is none of the supported ones.</summary>
    public static ImageFormat? Find(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return ImageFormat.Jpeg;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return ImageFormat.Png;
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;
        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
            return ImageFormat.WebP;
        return bytes.StartsWith("BM"u8) && IsBitmapHeader(bytes) ? ImageFormat.Bmp : null;
    }

    // "BM" may also be the start of a text. The second header of a bitmap has one of a few sizes (16 and 64 from OS/2, the others from
    // Windows).
    private static bool IsBitmapHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 18 || BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    private static string Describe(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return $"There are no bytes; send {SupportedFormats}";
        if (TextDamage.Name(bytes) is { } damaged)
            return $"The bytes are {damaged} that was damaged by a conversion to text; send the file as binary, as it is";
        if (UnsupportedFormats.Name(bytes) is { } name)
            return $"The bytes are {name}, which is not read; send {SupportedFormats}";
        if (PictureText.Recognize(bytes) is { } text)
            return $"The bytes are {text.Name()}{(text.IsElsewhere() ? "; pictures are not fetched" : ", which is not read")}; send " +
                SupportedFormats;
        string start = Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)]);
        return $"The bytes are of no known image format (they begin with {start}); send {SupportedFormats}";
    }
}
