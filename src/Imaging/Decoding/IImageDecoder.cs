using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>Turns the bytes of an image file into pixels. Implementations are thread-safe.</summary>
public interface IImageDecoder
{
    /// <summary>Reads format, size and orientation; allocates no pixels. The limits are checked.</summary>
    /// <exception cref="ImageException">The bytes are no readable image, or it is too large.</exception>
    ImageHeader Inspect(ReadOnlyMemory<byte> bytes);

    /// <summary>Decodes the first frame. The caller disposes the result.</summary>
    /// <exception cref="ImageException">The bytes are no readable image, it is damaged or truncated, or it is too large.</exception>
    DecodedImage Decode(ReadOnlyMemory<byte> bytes);
}
