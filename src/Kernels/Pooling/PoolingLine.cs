using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;

namespace Fovea.Kernels.Pooling;

/// <summary>One output row of a pooling, and the windows of its pixels: what lies inside the image, and how much the declared padding adds.</summary>
internal readonly struct PoolingLine
{
    private readonly ConvolutionShape _shape;
    private readonly int _top;
    private readonly int _firstY;
    private readonly int _lastY;

    /// <param name="shape">The geometry.</param>
    /// <param name="row">The output row, counted over the whole batch.</param>
    public PoolingLine(ConvolutionShape shape, long row)
    {
        long image = row / shape.OutputHeight;
        int y = (int)(row - (image * shape.OutputHeight));
        _shape = shape;
        _top = (y * shape.StrideHeight) - shape.PadTop;
        (_firstY, _lastY) = Inside(_top, shape.KernelHeight, shape.DilationHeight, shape.InputHeight);
        Input = image * shape.InputHeight * shape.InputWidth * shape.InputPixelStride;
        Output = row * shape.OutputWidth * shape.OutputPixelStride;
    }

    /// <summary>The first pixel of the image, in elements of the input.</summary>
    public long Input { get; }

    /// <summary>The first pixel of the row, in elements of the output.</summary>
    public long Output { get; }

    /// <summary>The part of a pixel's window that lies inside the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PoolingWindow Window(int x)
    {
        int left = (x * _shape.StrideWidth) - _shape.PadLeft;
        (int firstX, int lastX) = Inside(left, _shape.KernelWidth, _shape.DilationWidth, _shape.InputWidth);
        long row = _top + (_firstY * _shape.DilationHeight);
        return new PoolingWindow
        {
            First = ((row * _shape.InputWidth) + left + (firstX * _shape.DilationWidth)) * _shape.InputPixelStride,
            RowStep = (long)_shape.DilationHeight * _shape.InputWidth * _shape.InputPixelStride,
            ColumnStep = _shape.DilationWidth * _shape.InputPixelStride,
            Rows = Math.Max(0, _lastY - _firstY),
            Columns = Math.Max(0, lastX - firstX),
        };
    }

    /// <summary>Taps of a pixel's window that lie inside the image or its declared padding.</summary>
    public long Padded(int x, in PoolingArguments t)
    {
        int left = (x * _shape.StrideWidth) - _shape.PadLeft;
        return (long)Before(_top, _shape.KernelHeight, _shape.DilationHeight, _shape.InputHeight + t.PadBottom) *
            Before(left, _shape.KernelWidth, _shape.DilationWidth, _shape.InputWidth + t.PadRight);
    }

    /// <summary>The taps [first, last) that lie inside [0, extent).</summary>
    private static (int First, int Last) Inside(int start, int taps, int dilation, int extent) =>
        (start >= 0 ? 0 : (-start + dilation - 1) / dilation, Before(start, taps, dilation, extent));

    /// <summary>The taps that lie before <paramref name="end"/>, those in front of the image included.</summary>
    private static int Before(int start, int taps, int dilation, int end) =>
        end - start <= 0 ? 0 : Math.Min(taps, ((end - start - 1) / dilation) + 1);
}
