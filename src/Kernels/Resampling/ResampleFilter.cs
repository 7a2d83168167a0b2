namespace Fovea.Kernels.Resampling;

/// <summary>How the elements around a position are weighted.</summary>
internal enum ResampleFilter
{
    Nearest,

    Linear,

    /// <summary>Cubic convolution (Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981).</summary>
    Cubic,
}
