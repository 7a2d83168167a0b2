using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Steps;

/// <summary>The kinds of layers that have kernels, and hence a speed, of their own; for profiles.</summary>
internal enum LayerClass
{
    /// <summary>A convolution of an image: so few channels that vectors do not run over them.</summary>
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

    /// <summary>A 1x1, a depthwise and perhaps another 1x1 convolution, computed together in bands of lines.</summary>
    MobileBlock,

    /// <summary>A product of matrices, as the file has it (Gemm, MatMul).</summary>
    FullyConnected,

    /// <summary>A window's, or a whole map's, mean or maximum.</summary>
    Pooling,

    /// <summary>Element-wise functions, normalisation, changes of order.</summary>
    Other,
}

/// <summary>Tells the class of a layer.</summary>
internal static class LayerClasses
{
    private const int ImageChannels = 4;

    /// <summary>The class of a convolution that is computed as the direct sum.</summary>
    public static LayerClass Of(ConvolutionShape shape) =>
        shape.Groups > 1 ? LayerClass.Grouped :
        shape.InputChannels <= ImageChannels ? LayerClass.FirstConvolution :
        shape.Taps == 1 ? LayerClass.Pointwise :
        LayerClass.Dense;
}
