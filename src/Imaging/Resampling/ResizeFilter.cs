namespace Fovea.Imaging.Resampling;

/// <summary>
/// The resampling filters. Those of Pillow are numbered as there (and in Hugging Face's <c>resample</c> field); when reducing, all of them
/// but nearest are widened by the scale, which antialiases. Those of OpenCV have its numbers plus 100.
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

    /// <summary>OpenCV's <c>INTER_NEAREST</c>: the input pixel at the beginning of the output pixel.</summary>
    OpenCvNearest = 100,

    /// <summary>OpenCV's <c>INTER_LINEAR</c>: between 2 x 2 input pixels, whatever the scale, in its fixed point.</summary>
    OpenCvLinear = 101,

    /// <summary>OpenCV's <c>INTER_CUBIC</c>: cubic convolution with a = -0.75 over 4 x 4 input pixels, whatever the scale.</summary>
    OpenCvCubic = 102,

    /// <summary>
    /// OpenCV's <c>INTER_AREA</c>: the mean of the covered area when both sides are reduced, else between 2 x 2 input pixels.
    /// </summary>
    OpenCvArea = 103,
}
