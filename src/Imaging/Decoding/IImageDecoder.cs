using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>Decodes image files. Implementations are thread-safe.</summary>
public interface IImageDecoder
{
    /// <summary>Decodes the first frame. The caller disposes the result.</summary>
    /// <param name="bytes">The image file.</param>
    /// <exception cref="ImageException">The bytes are not a supported image, or the image is damaged, truncated or too large.</exception>
    DecodedImage Decode(ReadOnlyMemory<byte> bytes);

    /// <summary>
    /// The same, and where the file has samples of more than 8 bits, all of them in <see cref="DecodedImage.Deep"/>. A decoder that reads
    /// none gives what <see cref="Decode"/> gives.
    /// </summary>
    /// <param name="bytes">The image file.</param>
    /// <exception cref="ImageException">The bytes are not a supported image, or the image is damaged, truncated or too large.</exception>
    DecodedImage DecodeDeep(ReadOnlyMemory<byte> bytes) => Decode(bytes);
}
