namespace Fovea.Imaging.Decoding;

/// <summary>Why an image was refused.</summary>
public enum ImageError
{
    /// <summary>The bytes are not an image, or an image of an unsupported format.</summary>
    UnsupportedFormat,

    /// <summary>The image is damaged or truncated.</summary>
    Corrupt,

    /// <summary>The image's width, height or number of pixels exceeds the limits.</summary>
    TooLarge,
}

/// <summary>An image was refused. The message says what was found and what was expected.</summary>
public sealed class ImageException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ImageException(ImageError code, string message, Exception? inner = null) : base(message, inner) => Code = code;

    /// <summary>Why the image was refused.</summary>
    public ImageError Code { get; }
}
