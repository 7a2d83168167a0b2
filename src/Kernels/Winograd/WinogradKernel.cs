using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Winograd;

/// <summary>
/// The transforms of tiles into and out of the domain in which the convolution is one matrix product per position. Vectors run over
/// channels, whose number is a multiple of the lanes.
/// </summary>
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
            bool inside = top >= 0 && left >= 0 && top + high <= c.InputHeight && left + wide <= c.InputWidth;
            float* to = t.Transformed + ((tile - t.Origin) * c.InputChannels);
            for (int channel = 0; channel < c.InputChannels; channel += lanes)
            {
                float* from = source + channel;
                nint fromLine = line;
                nint fromPixel = pixel;
                if (!inside)
                {
                    // A tile across the border is first copied, with zeros outside the image.
                    for (int y = 0; y < high; y++)
                    {
                        for (int x = 0; x < wide; x++)
                        {
                            bool exists = (uint)(top + y) < (uint)c.InputHeight && (uint)(left + x) < (uint)c.InputWidth;
                            TSimd.Store(
                                patch + (((y * wide) + x) * lanes), exists ? TSimd.Load(from + (y * line) + (x * pixel)) : TSimd.Zero);
                        }
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
        ConvolutionShape c = shape.Convolution;
        float* room = stackalloc float[(2 * MaxPositions * lanes) + CacheLine];
        float* columns = Aligned(room);
        float* pixels = columns + (MaxPositions * lanes);
        TVec min = TSimd.Broadcast(t.Min);
        TVec max = TSimd.Broadcast(t.Max);
        int perImage = shape.TilesHigh * shape.TilesWide;
        nint plane = (nint)t.Plane;
        for (long tile = t.First; tile < t.Last; tile++)
        {
            long image = tile / perImage;
            int inImage = (int)(tile - (image * perImage));
            int top = inImage / shape.TilesWide * TVertical.Tile;
            int left = inImage % shape.TilesWide * THorizontal.Tile;
            int rows = Math.Min(TVertical.Tile, c.OutputHeight - top);
            int width = Math.Min(THorizontal.Tile, c.OutputWidth - left);
            long corner = (((image * c.OutputHeight) + top) * c.OutputWidth) + left;
            float* from = t.Products + ((tile - t.Origin) * c.OutputChannels);
            for (int channel = 0; channel < c.OutputChannels; channel += lanes)
            {
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

                TVec bias = TSimd.Load(t.Bias + channel);
                for (int y = 0; y < rows; y++)
                {
                    long row = corner + ((long)y * c.OutputWidth);
                    for (int x = 0; x < width; x++)
                    {
                        TVec value = TSimd.Add(TSimd.Load(pixels + (((y * THorizontal.Tile) + x) * lanes)), bias);
                        if (t.Residual != null)
                            value = TSimd.Add(value, TSimd.Load(t.Residual + ((row + x) * c.ResidualPixelStride) + channel));
                        TSimd.Store(t.Output + ((row + x) * c.OutputPixelStride) + channel, SimdMath<TSimd, TVec>.Clamp(value, min, max));
                    }
                }
            }
        }
    }

    // The stack is aligned to 16 bytes. A vector across two cache lines takes two accesses, and is not forwarded from a store to a load.
    private static float* Aligned(float* room) => (float*)(((nint)room + (CacheLine * sizeof(float)) - 1) & -(CacheLine * sizeof(float)));
}
