namespace Fovea.Kernels.Convolution;

/// <summary>
/// The geometry of a window over images in channels-last order: planes (depth) of lines (height) of pixels (width). Missing axes have the
/// extent 1.
/// </summary>
internal sealed record ConvolutionShape
{
    public required int Batch { get; init; }

    public int InputDepth { get; init; } = 1;

    public required int InputHeight { get; init; }

    public required int InputWidth { get; init; }

    public required int InputChannels { get; init; }

    public int OutputDepth { get; init; } = 1;

    public required int OutputHeight { get; init; }

    public required int OutputWidth { get; init; }

    public required int OutputChannels { get; init; }

    public int Groups { get; init; } = 1;

    public int KernelDepth { get; init; } = 1;

    public required int KernelHeight { get; init; }

    public required int KernelWidth { get; init; }

    public int StrideDepth { get; init; } = 1;

    public int StrideHeight { get; init; } = 1;

    public int StrideWidth { get; init; } = 1;

    public int PadFront { get; init; }

    public int PadTop { get; init; }

    public int PadLeft { get; init; }

    public int DilationDepth { get; init; } = 1;

    public int DilationHeight { get; init; } = 1;

    public int DilationWidth { get; init; } = 1;

    /// <summary>Floats between two pixels of the input: at least its channels, more if it is a slice of a wider tensor.</summary>
    public required long InputPixelStride { get; init; }

    /// <summary>Floats between two pixels of the output.</summary>
    public required long OutputPixelStride { get; init; }

    /// <summary>Floats between two pixels of the residual operand.</summary>
    public long ResidualPixelStride { get; init; }

    /// <summary>How output coordinates map to input coordinates.</summary>
    public ConvolutionDirection Direction { get; init; }

    public int Taps => KernelDepth * KernelHeight * KernelWidth;

    /// <summary>Pixels of one image of the input.</summary>
    public long InputImagePixels => (long)InputDepth * InputHeight * InputWidth;

    /// <summary>Lines of the output over the whole batch.</summary>
    public long OutputLines => (long)Batch * OutputDepth * OutputHeight;

    public long OutputPixels => OutputLines * OutputWidth;

    /// <summary>Whether images and window have no depth, as the two-dimensional kernels require.</summary>
    public bool IsFlat => InputDepth == 1 && OutputDepth == 1 && KernelDepth == 1;

    public int GroupInputChannels => InputChannels / Groups;

    public int GroupOutputChannels => OutputChannels / Groups;

    /// <summary>
    /// Whether every output pixel reads exactly the input pixel at the same position, so that the convolution is a matrix product.
    /// </summary>
    public bool IsPointwise => Direction == ConvolutionDirection.Forward && Taps == 1 &&
        StrideDepth == 1 && StrideHeight == 1 && StrideWidth == 1 &&
        PadFront == 0 && PadTop == 0 && PadLeft == 0 && OutputDepth == InputDepth && OutputHeight == InputHeight
        && OutputWidth == InputWidth;

    /// <summary>
    /// Whether every kernel row inside the image's height is one contiguous run of KernelWidth * InputChannels floats, because there is no
    /// padding at the sides and no gap between pixels. The taps of a row are then treated as one tap.
    /// </summary>
    public bool HasContiguousRows =>
        Direction == ConvolutionDirection.Forward && Groups == 1 && DilationWidth == 1 && PadLeft == 0
        && InputPixelStride == InputChannels &&
        ((OutputWidth - 1) * StrideWidth) + KernelWidth <= InputWidth;

    /// <summary>Multiply-accumulate operations: output elements times the depth of each sum.</summary>
    public long MultiplyAdds => OutputPixels * OutputChannels * GroupInputChannels * Taps;
}
