using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;

namespace Fovea.Kernels.Pooling;

/// <summary>
/// One output line of a pooling, and the windows of its pixels: their elements inside the image, and the elements of declared padding.
/// </summary>
internal readonly struct PoolingLine
{
    private readonly ConvolutionShape _shape;
    private readonly int _front;
    private readonly int _top;
    private readonly long _first;
    private readonly int _planes;
    private readonly int _rows;

    /// <param name="shape">The geometry.</param>
    /// <param name="line">The output line, counted over the whole batch.</param>
    public PoolingLine(ConvolutionShape shape, long line)
    {
        long plane = line / shape.OutputHeight;
        int y = (int)(line - (plane * shape.OutputHeight));
        long image = plane / shape.OutputDepth;
        int z = (int)(plane - (image * shape.OutputDepth));
        _shape = shape;
        _front = (z * shape.StrideDepth) - shape.PadFront;
        _top = (y * shape.StrideHeight) - shape.PadTop;
        (int firstZ, int lastZ) = Inside(_front, shape.KernelDepth, shape.DilationDepth, shape.InputDepth);
        (int firstY, int lastY) = Inside(_top, shape.KernelHeight, shape.DilationHeight, shape.InputHeight);
        _planes = Math.Max(0, lastZ - firstZ);
        _rows = Math.Max(0, lastY - firstY);
        _first = ((_front + ((long)firstZ * shape.DilationDepth)) * shape.InputHeight) + _top + ((long)firstY * shape.DilationHeight);
        Input = image * shape.InputImagePixels * shape.InputPixelStride;
        Output = line * shape.OutputWidth * shape.OutputPixelStride;
    }

    /// <summary>The first pixel of the image, in elements of the input.</summary>
    public long Input { get; }

    /// <summary>The first pixel of the line, in elements of the output.</summary>
    public long Output { get; }

    /// <summary>The first row of the image in the line's windows, counted over all planes.</summary>
    public long FirstRow => _first;

    /// <summary>The part of a pixel's window inside the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PoolingWindow Window(int x)
    {
        int left = (x * _shape.StrideWidth) - _shape.PadLeft;
        (int firstX, int lastX) = Inside(left, _shape.KernelWidth, _shape.DilationWidth, _shape.InputWidth);
        return new PoolingWindow
        {
            First = ((_first * _shape.InputWidth) + left + ((long)firstX * _shape.DilationWidth)) * _shape.InputPixelStride,
            PlaneStep = (long)_shape.DilationDepth * _shape.InputHeight * _shape.InputWidth * _shape.InputPixelStride,
            RowStep = (long)_shape.DilationHeight * _shape.InputWidth * _shape.InputPixelStride,
            ColumnStep = _shape.DilationWidth * _shape.InputPixelStride,
            Planes = _planes,
            Rows = _rows,
            Columns = Math.Max(0, lastX - firstX),
        };
    }

    /// <summary>The number of taps of a pixel's window inside the image or its declared padding.</summary>
    public long Padded(int x, in PoolingArguments t)
    {
        int left = (x * _shape.StrideWidth) - _shape.PadLeft;
        return (long)Before(_front, _shape.KernelDepth, _shape.DilationDepth, _shape.InputDepth + t.PadBack) *
            Before(_top, _shape.KernelHeight, _shape.DilationHeight, _shape.InputHeight + t.PadBottom) *
            Before(left, _shape.KernelWidth, _shape.DilationWidth, _shape.InputWidth + t.PadRight);
    }

    /// <summary>The taps [first, last) that are inside [0, extent).</summary>
    private static (int First, int Last) Inside(int start, int taps, int dilation, int extent) =>
        (start >= 0 ? 0 : (-start + dilation - 1) / dilation, Before(start, taps, dilation, extent));

    /// <summary>The number of taps before <paramref name="end"/>, including those before the image.</summary>
    private static int Before(int start, int taps, int dilation, int end) =>
        end - start <= 0 ? 0 : Math.Min(taps, ((end - start - 1) / dilation) + 1);
}
