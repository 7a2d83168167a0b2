using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Winograd;

/// <summary>
/// The transforms of tiles into and out of the domain in which the convolution is one matrix product per position. Vectors run over
/// channels, whose number is a multiple of the lanes.
/// </summary>
/// <remarks>The room on the stack is not cleared: that would take as long as the transform of two tiles.</remarks>
[SkipLocalsInit]
internal static unsafe class WinogradKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    private const int MaxPositions = 64;

    /// <summary>Floats of a cache line.</summary>
    private const int CacheLine = 16;

    /// <summary>Transforms tiles of the layer.</summary>
    public static void Input(WinogradShape shape, in WinogradInputArguments t)
    {
        switch (shape.Algorithm)
        {
            case (2, 3, 2, 3): Input<WinogradTwoThree<TSimd, TVec>, WinogradTwoThree<TSimd, TVec>>(shape, in t); break;
            case (4, 3, 4, 3): Input<WinogradFourThree<TSimd, TVec>, WinogradFourThree<TSimd, TVec>>(shape, in t); break;
            case (6, 3, 6, 3): Input<WinogradSixThree<TSimd, TVec>, WinogradSixThree<TSimd, TVec>>(shape, in t); break;
            case (4, 5, 4, 5): Input<WinogradFourFive<TSimd, TVec>, WinogradFourFive<TSimd, TVec>>(shape, in t); break;
            case (1, 1, 4, 3): Input<WinogradNone, WinogradFourThree<TSimd, TVec>>(shape, in t); break;
            case (4, 3, 1, 1): Input<WinogradFourThree<TSimd, TVec>, WinogradNone>(shape, in t); break;
            case (1, 1, 4, 5): Input<WinogradNone, WinogradFourFive<TSimd, TVec>>(shape, in t); break;
            case (4, 5, 1, 1): Input<WinogradFourFive<TSimd, TVec>, WinogradNone>(shape, in t); break;
            case (1, 1, 4, 7): Input<WinogradNone, WinogradFourSeven<TSimd, TVec>>(shape, in t); break;
            case (4, 7, 1, 1): Input<WinogradFourSeven<TSimd, TVec>, WinogradNone>(shape, in t); break;
            default: throw shape.NoSuchTile();
        }
    }

    /// <summary>
    /// Transforms products back, adds bias and residual, clamps, and writes the pixels of each tile that are inside the output.
    /// </summary>
    public static void Output(WinogradShape shape, in WinogradOutputArguments t)
    {
        switch (shape.Algorithm)
        {
            case (2, 3, 2, 3): Output<WinogradTwoThree<TSimd, TVec>, WinogradTwoThree<TSimd, TVec>>(shape, in t); break;
            case (4, 3, 4, 3): Output<WinogradFourThree<TSimd, TVec>, WinogradFourThree<TSimd, TVec>>(shape, in t); break;
            case (6, 3, 6, 3): Output<WinogradSixThree<TSimd, TVec>, WinogradSixThree<TSimd, TVec>>(shape, in t); break;
            case (4, 5, 4, 5): Output<WinogradFourFive<TSimd, TVec>, WinogradFourFive<TSimd, TVec>>(shape, in t); break;
            case (1, 1, 4, 3): Output<WinogradNone, WinogradFourThree<TSimd, TVec>>(shape, in t); break;
            case (4, 3, 1, 1): Output<WinogradFourThree<TSimd, TVec>, WinogradNone>(shape, in t); break;
            case (1, 1, 4, 5): Output<WinogradNone, WinogradFourFive<TSimd, TVec>>(shape, in t); break;
            case (4, 5, 1, 1): Output<WinogradFourFive<TSimd, TVec>, WinogradNone>(shape, in t); break;
            case (1, 1, 4, 7): Output<WinogradNone, WinogradFourSeven<TSimd, TVec>>(shape, in t); break;
            case (4, 7, 1, 1): Output<WinogradFourSeven<TSimd, TVec>, WinogradNone>(shape, in t); break;
            default: throw shape.NoSuchTile();
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Input<TVertical, THorizontal>(WinogradShape shape, in WinogradInputArguments t)
        where TVertical : struct, IWinogradTransform
        where THorizontal : struct, IWinogradTransform
    {
        int high = TVertical.Span;
        int wide = THorizontal.Span;
        int lanes = TSimd.Lanes;
        int channels = shape.Slices.Inputs;
        ConvolutionShape c = shape.Convolution;
        float* room = stackalloc float[(2 * MaxPositions * lanes) + CacheLine];
        float* patch = Aligned(room);
        float* columns = patch + (MaxPositions * lanes);
        int perImage = shape.TilesHigh * shape.TilesWide;
        nint pixel = (nint)c.InputPixelStride;
        nint line = c.InputWidth * pixel;
        nint plane = (nint)t.Plane;
        for (long tile = t.First; tile < t.Last; tile++)
        {
            long image = tile / perImage;
            int inImage = (int)(tile - (image * perImage));
            int top = (inImage / shape.TilesWide * TVertical.Tile) - c.PadTop;
            int left = (inImage % shape.TilesWide * THorizontal.Tile) - c.PadLeft;
            float* source = t.Input + ((((image * c.InputHeight) + top) * c.InputWidth) + left) * pixel;
            // The lines and columns of the tile that are inside the image.
            int firstLine = Math.Max(0, -top), lastLine = Math.Min(high, c.InputHeight - top);
            int firstColumn = Math.Max(0, -left), lastColumn = Math.Min(wide, c.InputWidth - left);
            bool inside = lastLine - firstLine == high && lastColumn - firstColumn == wide;
            for (int i = 0; !inside && i < high * wide; i++)
                TSimd.Store(patch + (i * lanes), TSimd.Zero);
            float* to = t.Transformed + ((tile - t.Origin) * channels);
            for (int channel = 0; channel < channels; channel += lanes)
            {
                float* from = source + channel;
                nint fromLine = line;
                nint fromPixel = pixel;
                if (!inside)
                {
                    // A tile across the border is first copied into the zeros.
                    for (int y = firstLine; y < lastLine; y++)
                    {
                        float* pixels = from + (y * line);
                        float* copy = patch + (y * wide * lanes);
                        for (int x = firstColumn; x < lastColumn; x++)
                            TSimd.Store(copy + (x * lanes), TSimd.Load(pixels + (x * pixel)));
                    }

                    from = patch;
                    fromLine = wide * lanes;
                    fromPixel = lanes;
                }

                if (typeof(TVertical) == typeof(WinogradNone))
                {
                    THorizontal.Input(from, fromPixel, to + channel, plane);
                    continue;
                }

                if (typeof(THorizontal) == typeof(WinogradNone))
                {
                    TVertical.Input(from, fromLine, to + channel, plane);
                    continue;
                }

                if (typeof(TVertical) == typeof(WinogradFourThree<TSimd, TVec>) && typeof(THorizontal) == typeof(TVertical))
                {
                    WinogradSquare<TSimd, TVec>.Input(from, fromLine, fromPixel, to + channel, plane);
                    continue;
                }

                for (int x = 0; x < wide; x++)
                    TVertical.Input(from + (x * fromPixel), fromLine, columns + (x * lanes), wide * lanes);
                for (int y = 0; y < high; y++)
                    THorizontal.Input(columns + (y * wide * lanes), lanes, to + channel + (y * wide * plane), plane);
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Output<TVertical, THorizontal>(WinogradShape shape, in WinogradOutputArguments t)
        where TVertical : struct, IWinogradTransform
        where THorizontal : struct, IWinogradTransform
    {
        int wide = THorizontal.Span;
        int lanes = TSimd.Lanes;
        int channels = shape.Slices.Outputs;
        ConvolutionShape c = shape.Convolution;
        float* room = stackalloc float[(2 * MaxPositions * lanes) + CacheLine];
        float* columns = Aligned(room);
        float* pixels = columns + (MaxPositions * lanes);
        int perImage = shape.TilesHigh * shape.TilesWide;
        nint plane = (nint)t.Plane;
        var target = new WinogradPixels<TSimd, TVec>
        {
            OutputLine = (nint)(c.OutputWidth * c.OutputPixelStride),
            OutputPixel = (nint)c.OutputPixelStride,
            ResidualLine = (nint)(c.OutputWidth * c.ResidualPixelStride),
            ResidualPixel = (nint)c.ResidualPixelStride,
            Min = TSimd.Broadcast(t.Min),
            Max = TSimd.Broadcast(t.Max),
        };
        for (long tile = t.First; tile < t.Last; tile++)
        {
            long image = tile / perImage;
            int inImage = (int)(tile - (image * perImage));
            int top = inImage / shape.TilesWide * TVertical.Tile;
            int left = inImage % shape.TilesWide * THorizontal.Tile;
            target.Lines = Math.Min(TVertical.Tile, c.OutputHeight - top);
            target.Width = Math.Min(THorizontal.Tile, c.OutputWidth - left);
            long corner = (((image * c.OutputHeight) + top) * c.OutputWidth) + left;
            float* from = t.Products + ((tile - t.Origin) * channels);
            for (int channel = 0; channel < channels; channel += lanes)
            {
                target.Output = t.Output + (corner * c.OutputPixelStride) + channel;
                target.Residual = t.Residual == null ? null : t.Residual + (corner * c.ResidualPixelStride) + channel;
                target.Bias = TSimd.Load(t.Bias + channel);
                if (typeof(TVertical) == typeof(WinogradFourThree<TSimd, TVec>) && typeof(THorizontal) == typeof(TVertical))
                {
                    WinogradSquare<TSimd, TVec>.Output(from + channel, plane, in target);
                    continue;
                }

                if (typeof(TVertical) == typeof(WinogradNone))
                {
                    THorizontal.Output(from + channel, plane, pixels, lanes);
                }
                else if (typeof(THorizontal) == typeof(WinogradNone))
                {
                    TVertical.Output(from + channel, plane, pixels, lanes);
                }
                else
                {
                    for (int x = 0; x < wide; x++)
                        TVertical.Output(from + channel + (x * plane), wide * plane, columns + (x * lanes), wide * lanes);
                    for (int y = 0; y < TVertical.Tile; y++)
                        THorizontal.Output(columns + (y * wide * lanes), lanes, pixels + (y * THorizontal.Tile * lanes), lanes);
                }

                for (int y = 0; y < target.Lines; y++)
                {
                    for (int x = 0; x < target.Width; x++)
                        target.Write(y, x, TSimd.Load(pixels + (((y * THorizontal.Tile) + x) * lanes)));
                }
            }
        }
    }

    // The stack is aligned to 16 bytes. A vector across two cache lines takes two accesses, and is not forwarded from a store to a load.
    private static float* Aligned(float* room) => (float*)(((nint)room + (CacheLine * sizeof(float)) - 1) & -(CacheLine * sizeof(float)));
}
