namespace Fovea.Models.Imaging;

/// <summary>Decodes with Skia's codecs, into unpremultiplied RGBA without colour conversion. Thread-safe.</summary>
public sealed class SkiaImageDecoder : IImageDecoder
{
    private readonly ImageLimits _limits;

    /// <summary>Creates a decoder that refuses images beyond the given limits.</summary>
    public SkiaImageDecoder(ImageLimits? limits = null) => _limits = limits ?? new ImageLimits();

    /// <inheritdoc/>
    public ImageHeader Inspect(ReadOnlyMemory<byte> bytes) => throw new NotImplementedException(_limits.ToString());

    /// <inheritdoc/>
    public DecodedImage Decode(ReadOnlyMemory<byte> bytes) => throw new NotImplementedException();
}
