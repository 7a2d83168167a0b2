namespace Fovea.Kernels.Convolution;

/// <summary>How the taps of an output pixel map to input coordinates.</summary>
internal enum ConvolutionDirection
{
    /// <summary>Convolution: input = output * stride - pad + tap * dilation.</summary>
    Forward,

    /// <summary>Transposed convolution: output = input * stride - pad + tap * dilation, solved for the input.</summary>
    Transposed,
}
