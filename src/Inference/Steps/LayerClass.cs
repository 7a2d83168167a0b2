using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Steps;

/// <summary>The kinds of layers with different kernels, and hence different speed; for profiles.</summary>
internal enum LayerClass
{
    /// <summary>A convolution over very few input channels, such as those of an image.</summary>
    FirstConvolution,

    /// <summary>A 1x1 convolution: a matrix product over pixels.</summary>
    Pointwise,

    /// <summary>A convolution by Winograd's algorithm.</summary>
    Winograd,

    /// <summary>Any other convolution over all channels.</summary>
    Dense,

    /// <summary>A convolution over groups of several channels.</summary>
    Grouped,

    /// <summary>A convolution of each channel with its own filter.</summary>
    Depthwise,

    /// <summary>
    /// A 1x1 or first convolution, a depthwise and perhaps another 1x1 convolution, computed together in bands of lines.
    /// </summary>
    MobileBlock,

    /// <summary>A 1x1, a dense or grouped and perhaps another 1x1 convolution, computed together in bands of lines.</summary>
    BottleneckBlock,

    /// <summary>A matrix product (Gemm, MatMul).</summary>
    FullyConnected,

    /// <summary>The mean or maximum of a window or of a whole feature map.</summary>
    Pooling,

    /// <summary>Element-wise functions, normalisation, changes of memory order.</summary>
    Other,
}

/// <summary>Classifies layers.</summary>
internal static class LayerClasses
{
    private const int ImageChannels = 4;

    /// <summary>The class of a convolution that is computed as a direct sum.</summary>
    public static LayerClass Of(ConvolutionShape shape) =>
        shape.Groups > 1 ? LayerClass.Grouped :
        shape.InputChannels <= ImageChannels ? LayerClass.FirstConvolution :
        shape.Taps == 1 ? LayerClass.Pointwise :
        LayerClass.Dense;
}
