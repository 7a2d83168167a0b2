namespace Fovea.Imaging.Resampling;

/// <summary>
/// The resampling filters, numbered as in Pillow (and in Hugging Face's <c>resample</c> field). When reducing, all but nearest are widened
/// by the scale, which antialiases.
/// </summary>
public enum ResizeFilter
{
    /// <summary>The input pixel at the centre of the output pixel.</summary>
    Nearest = 0,

    /// <summary>Windowed sinc over 6 input pixels.</summary>
    Lanczos = 1,

    /// <summary>A triangle over 2 input pixels.</summary>
    Bilinear = 2,

    /// <summary>Cubic convolution with a = -0.5 over 4 input pixels.</summary>
    Bicubic = 3,

    /// <summary>The mean of the covered pixels.</summary>
    Box = 4,

    /// <summary>Hamming-windowed sinc over 2 input pixels.</summary>
    Hamming = 5,
}
