using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>
/// Decodes every format of <see cref="ImageFormats.All"/>, or some of them: JPEG, PNG, WebP, BMP and GIF as
/// <see cref="SkiaImageDecoder"/> does, and TIFF, TGA, PBM, PGM and PPM to Pillow's pixels with readers of our own. Thread-safe.
/// </summary>
public sealed class ImageDecoder : IImageDecoder
{
    private readonly ImageLimits _limits;
    private readonly IReadOnlyList<ImageFormat> _formats;
    private readonly SkiaImageDecoder _skia;

    /// <summary>Creates a decoder that refuses images beyond limits, and formats that are not listed.</summary>
    /// <param name="limits">The limits; the default ones when null.</param>
    /// <param name="formats">The formats that are accepted, at least one; all of them when null.</param>
    /// <exception cref="ArgumentException">No format is listed.</exception>
    public ImageDecoder(ImageLimits? limits = null, IReadOnlyList<ImageFormat>? formats = null)
    {
        if (formats is { Count: 0 })
            throw new ArgumentException("At least one format must be accepted.", nameof(formats));
        _limits = limits ?? new ImageLimits();
        _formats = formats ?? ImageFormats.All;
        _skia = new SkiaImageDecoder(_limits, _formats);
    }

    /// <inheritdoc/>
    public DecodedImage Decode(ReadOnlyMemory<byte> bytes)
    {
        ImageFormat format = ImageSignature.Identify(bytes.Span, _formats);
        return RasterImage.Reads(format) ? RasterImage.Decode(format, bytes, _limits) : _skia.Decode(bytes);
    }

    /// <inheritdoc/>
    public DecodedImage DecodeDeep(ReadOnlyMemory<byte> bytes)
    {
        ImageFormat format = ImageSignature.Identify(bytes.Span, _formats);
        return RasterImage.ReadsDeep(format, bytes.Span) ? RasterImage.DecodeDeep(format, bytes, _limits) : _skia.Decode(bytes);
    }
}
