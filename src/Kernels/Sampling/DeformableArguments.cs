using Fovea.Kernels.Convolution;

namespace Fovea.Kernels.Sampling;

/// <summary>The samples that a deformable convolution sums up: for each output pixel one per channel and tap.</summary>
internal unsafe struct DeformableArguments
{
    /// <summary>The images, in plain order.</summary>
    public float* X;

    /// <summary>[N, offset groups * taps * 2, OH, OW]: how far each tap is moved down, then right.</summary>
    public float* Offsets;

    /// <summary>[N, offset groups * taps, OH, OW]: a factor for each tap; null for none.</summary>
    public float* Mask;

    /// <summary>For each output pixel the samples of the first channel's taps, then those of the next.</summary>
    public float* Samples;

    public int OffsetGroups;

    /// <summary>The geometry of the window.</summary>
    public ConvolutionShape Shape;
}
