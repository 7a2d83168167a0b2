namespace Fovea.Imaging.Pixels;

/// <summary>The image formats that can be decoded.</summary>
public enum ImageFormat
{
    /// <summary>JPEG (baseline and progressive; grayscale, YCbCr, RGB, CMYK).</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>WebP, lossy and lossless.</summary>
    WebP,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>GIF; only the first frame is decoded.</summary>
    Gif,
}

/// <summary>The formats' names.</summary>
internal static class ImageFormatNames
{
    /// <summary>The usual spelling of the name: <c>JPEG</c>.</summary>
    public static string DisplayName(this ImageFormat format) => format switch
    {
        ImageFormat.WebP => "WebP",
        _ => format.ToString().ToUpperInvariant(),
    };
}
