using System.Runtime.InteropServices;
using Fovea.Imaging.Buffers;
using Fovea.Imaging.Gif;
using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>
/// Decodes the first frame of a GIF to Pillow's pixels, which Skia does not give: transparent pixels keep the colour of their index, and
/// what the frame leaves of its screen has the transparent colour or that of index 0.
/// </summary>
internal static class GifImage
{
    /// <summary>Decodes a file that begins as a GIF.</summary>
    /// <exception cref="ImageException">The image is damaged, truncated or too large.</exception>
    public static DecodedImage Decode(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        if (!GifReader.TryRead(file, out GifFrame frame))
            throw ImageErrors.Header(ImageFormat.Gif);
        var header = new ImageHeader(ImageFormat.Gif, frame.Width, frame.Height, ExifOrientation.Normal);
        limits.Check(header);
        int byteCount = 4 * frame.Width * frame.Height;
        byte[] pixels = BufferPool.Shared.Rent(byteCount);
        GifResult result = GifDecoder.Decode(file, frame, MemoryMarshal.Cast<byte, uint>(pixels.AsSpan(0, byteCount)));
        if (result == GifResult.Complete)
            return new DecodedImage(header, pixels);
        BufferPool.Shared.Return(pixels);
        throw result == GifResult.Truncated ? ImageErrors.Truncated(header) : ImageErrors.Damaged(header, "a code that cannot be");
    }
}
