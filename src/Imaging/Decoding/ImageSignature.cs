using System.Buffers.Binary;
using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>Recognises the format of an image by its first bytes.</summary>
internal static class ImageSignature
{
    /// <summary>The supported formats, for messages.</summary>
    public const string SupportedFormats = "JPEG, PNG, WebP, BMP or GIF";

    // Formats that are often sent by mistake, so that the message can name them. "????" stands for four arbitrary bytes.
    private static readonly (string Signature, string Name)[] Unsupported =
    [
        ("II*\0", "TIFF"), ("MM\0*", "TIFF"), ("II+\0", "TIFF"), ("MM\0+", "TIFF"),
        ("????ftypavif", "AVIF"), ("????ftypavis", "AVIF"),
        ("????ftyphei", "HEIF"), ("????ftyphev", "HEIF"), ("????ftypmif1", "HEIF"), ("????ftypmsf1", "HEIF"),
        ("????ftyp", "an ISO media file"),
        ("\0\0\u0001\0", "ICO"), ("\0\0\u0002\0", "CUR"), ("8BPS", "PSD"), ("????jP  ", "JPEG 2000"),
        ("\u00ff\u004f\u00ff\u0051", "JPEG 2000"),
        ("\u00ff\u000a", "JPEG XL"), ("????JXL ", "JPEG XL"), ("%PDF", "PDF"), ("v/1\u0001", "OpenEXR"), ("qoif", "QOI"), ("DDS ", "DDS"),
        ("P1", "PNM"), ("P2", "PNM"), ("P3", "PNM"), ("P4", "PNM"), ("P5", "PNM"), ("P6", "PNM"), ("P7", "PNM"),
        ("<?xml", "XML"), ("<svg", "SVG"), ("<!DOCTYPE", "HTML"), ("<html", "HTML"), ("{", "JSON"), ("[", "JSON"),
        ("PK\u0003\u0004", "a ZIP archive"),
    ];

    /// <summary>Identifies the format.</summary>
    /// <exception cref="ImageException">The format is not supported.</exception>
    public static ImageFormat Identify(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return ImageFormat.Jpeg;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return ImageFormat.Png;
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;
        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
            return ImageFormat.WebP;
        if (bytes.StartsWith("BM"u8) && IsBitmapHeader(bytes))
            return ImageFormat.Bmp;
        throw new ImageException(ImageError.UnsupportedFormat, $"{Describe(bytes)}; send {SupportedFormats}.");
    }

    // "BM" may also be the start of a text. The second header of a bitmap has one of a few sizes (16 and 64 from OS/2, the others from
    // Windows).
    private static bool IsBitmapHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 18 || BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    private static string Describe(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "There are no bytes";
        foreach ((string signature, string name) in Unsupported)
        {
            if (StartsWith(bytes, signature))
                return $"The bytes are {name}, which is not read";
        }

        return $"The bytes are of no known image format (they begin with {Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)])})";
    }

    private static bool StartsWith(ReadOnlySpan<byte> bytes, string signature)
    {
        if (bytes.Length < signature.Length)
            return false;
        for (int i = 0; i < signature.Length; i++)
        {
            if (signature[i] != '?' && bytes[i] != signature[i])
                return false;
        }

        return true;
    }
}
