namespace Fovea.Kernels.Convolution;

/// <summary>Where in the input a tap of an output pixel lies.</summary>
internal enum ConvolutionDirection
{
    /// <summary>Convolution: input = output * stride - pad + tap * dilation.</summary>
    Forward,

    /// <summary>Transposed convolution: output = input * stride - pad + tap * dilation, solved for the input.</summary>
    Transposed,
}
