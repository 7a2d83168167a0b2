using System.Buffers.Binary;
using Fovea.Imaging.Netpbm;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Targa;

namespace Fovea.Imaging.Decoding;

/// <summary>Recognises the format of an image by its first bytes.</summary>
internal static class ImageSignature
{
    /// <summary>Identifies the format.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="accepted">The formats that are accepted.</param>
    /// <exception cref="ImageException">The format is not supported, or not accepted.</exception>
    public static ImageFormat Identify(ReadOnlySpan<byte> bytes, IReadOnlyList<ImageFormat> accepted)
    {
        ImageFormat? format = Find(bytes);
        if (format is { } found && accepted.Contains(found))
            return found;
        string formats = ImageFormats.List(accepted);
        string problem = format is { } refused
            ? $"The bytes are {refused.DisplayName()}, which is not accepted here; send {formats}" : Describe(bytes, formats);
        throw new ImageException(ImageError.UnsupportedFormat, $"{problem}.");
    }

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
        if (bytes.StartsWith("BM"u8) && IsBitmapHeader(bytes))
            return ImageFormat.Bmp;
        if (IsTiff(bytes))
            return ImageFormat.Tiff;
        if (NetpbmHeader.Matches(bytes))
            return ImageFormat.Pnm;
        // Of all others, TGA has no signature.
        return UnsupportedFormats.NameOfFile(bytes) is null && TargaHeader.Matches(bytes) ? ImageFormat.Tga : null;
    }

    // "BM" may also be the start of a text. The second header of a bitmap has one of a few sizes (16 and 64 from OS/2, the others from
    // Windows).
    private static bool IsBitmapHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 18 || BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    // Both byte orders, with offsets of 32 bits, and of 64 as in BigTIFF, which its reader refuses by name.
    private static bool IsTiff(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) || bytes.StartsWith("II+\0"u8) || bytes.StartsWith("MM\0+"u8);

    private static string Describe(ReadOnlySpan<byte> bytes, string formats)
    {
        if (bytes.IsEmpty)
            return $"There are no bytes; send {formats}";
        if (TextDamage.Name(bytes) is { } damaged)
            return $"The bytes are {damaged} that was damaged by a conversion to text; send the file as binary, as it is";
        if (UnsupportedFormats.Name(bytes) is { } name)
            return $"The bytes are {name}, which is not read; send {formats}";
        if (PictureText.Recognize(bytes) is { } text)
        {
            string fate = text.IsElsewhere() ? "; pictures are not fetched" : ", which is not read";
            return $"The bytes are {text.Name()}{fate}; send {formats}";
        }

        string start = Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)]);
        return $"The bytes are of no known image format (they begin with {start}); send {formats}";
    }
}
