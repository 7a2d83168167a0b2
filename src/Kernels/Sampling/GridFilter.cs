namespace Fovea.Kernels.Sampling;

/// <summary>How pixels around a position are weighted.</summary>
internal enum GridFilter
{
    Linear,

    /// <summary>Half is rounded to the even pixel.</summary>
    Nearest,

    /// <summary>Cubic convolution with a = -0.75.</summary>
    Cubic,
}
