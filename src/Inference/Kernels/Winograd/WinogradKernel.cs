using System.Runtime.CompilerServices;
using Fovea.Inference.Kernels.Convolution;
using Fovea.Inference.Simd;

namespace Fovea.Inference.Kernels.Winograd;

/// <summary>
/// The transforms of tiles into and out of the domain where the convolution is one product per position. Vectors run over channels, which
/// are whole numbers of vectors here.
/// </summary>
internal static unsafe class WinogradKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    private const int MaxPositions = 36;

    /// <summary>Transforms the tiles [first, last) of the layer: position p of tile t goes to target[p * plane + (t - origin) * channels].</summary>
    public static void Input(WinogradShape shape, float* input, float* target, long origin, long plane, long first, long last)
    {
        if (shape.Tile == 4)
            Input<WinogradFour<TSimd, TVec>>(shape, input, target, origin, plane, first, last);
        else
            Input<WinogradTwo<TSimd, TVec>>(shape, input, target, origin, plane, first, last);
    }

    /// <summary>Transforms products back, adds bias and residual, clamps, and writes the pixels of each tile that exist.</summary>
    public static void Output(WinogradShape shape, float* source, in WinogradOutput t, long origin, long plane, long first, long last)
    {
        if (shape.Tile == 4)
            Output<WinogradFour<TSimd, TVec>>(shape, source, in t, origin, plane, first, last);
        else
            Output<WinogradTwo<TSimd, TVec>>(shape, source, in t, origin, plane, first, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Input<TTransform>(WinogradShape shape, float* input, float* target, long origin, long plane, long first, long last)
        where TTransform : struct, IWinogradTransform
    {
        int span = TTransform.Span;
        int lanes = TSimd.Lanes;
        ConvolutionShape c = shape.Convolution;
        float* patch = stackalloc float[MaxPositions * lanes];
        float* columns = stackalloc float[MaxPositions * lanes];
        int perImage = shape.TilesHigh * shape.TilesWide;
        nint pixel = (nint)c.InputPixelStride;
        nint line = c.InputWidth * pixel;
        for (long tile = first; tile < last; tile++)
        {
            long image = tile / perImage;
            int inImage = (int)(tile - (image * perImage));
            int top = (inImage / shape.TilesWide * TTransform.Tile) - c.PadTop;
            int left = (inImage % shape.TilesWide * TTransform.Tile) - c.PadLeft;
            float* source = input + ((((image * c.InputHeight) + top) * c.InputWidth) + left) * pixel;
            bool inside = top >= 0 && left >= 0 && top + span <= c.InputHeight && left + span <= c.InputWidth;
            float* to = target + ((tile - origin) * c.InputChannels);
            for (int channel = 0; channel < c.InputChannels; channel += lanes)
            {
                float* from = source + channel;
                nint fromLine = line;
                nint fromPixel = pixel;
                if (!inside)
                {
                    // A tile over the border is first copied, with zeros where there is no image.
                    for (int y = 0; y < span; y++)
                    {
                        for (int x = 0; x < span; x++)
                        {
                            bool exists = (uint)(top + y) < (uint)c.InputHeight && (uint)(left + x) < (uint)c.InputWidth;
                            TSimd.Store(patch + (((y * span) + x) * lanes), exists ? TSimd.Load(from + (y * line) + (x * pixel)) : TSimd.Zero);
                        }
                    }

                    from = patch;
                    fromLine = span * lanes;
                    fromPixel = lanes;
                }

                for (int x = 0; x < span; x++)
                    TTransform.Input(from + (x * fromPixel), fromLine, columns + (x * lanes), span * lanes);
                for (int y = 0; y < span; y++)
                    TTransform.Input(columns + (y * span * lanes), lanes, to + channel + (y * span * (nint)plane), (nint)plane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Output<TTransform>(WinogradShape shape, float* source, in WinogradOutput t, long origin, long plane, long first, long last)
        where TTransform : struct, IWinogradTransform
    {
        int span = TTransform.Span;
        int size = TTransform.Tile;
        int lanes = TSimd.Lanes;
        ConvolutionShape c = shape.Convolution;
        float* columns = stackalloc float[MaxPositions * lanes];
        float* pixels = stackalloc float[MaxPositions * lanes];
        TVec min = TSimd.Broadcast(t.Min);
        TVec max = TSimd.Broadcast(t.Max);
        int perImage = shape.TilesHigh * shape.TilesWide;
        for (long tile = first; tile < last; tile++)
        {
            long image = tile / perImage;
            int inImage = (int)(tile - (image * perImage));
            int top = inImage / shape.TilesWide * size;
            int left = inImage % shape.TilesWide * size;
            int rows = Math.Min(size, c.OutputHeight - top);
            int width = Math.Min(size, c.OutputWidth - left);
            long corner = (((image * c.OutputHeight) + top) * c.OutputWidth) + left;
            float* from = source + ((tile - origin) * c.OutputChannels);
            for (int channel = 0; channel < c.OutputChannels; channel += lanes)
            {
                for (int x = 0; x < span; x++)
                    TTransform.Output(from + channel + (x * (nint)plane), span * (nint)plane, columns + (x * lanes), span * lanes);
                for (int y = 0; y < size; y++)
                    TTransform.Output(columns + (y * span * lanes), lanes, pixels + (y * size * lanes), lanes);
                TVec bias = TSimd.Load(t.Bias + channel);
                for (int y = 0; y < rows; y++)
                {
                    long place = corner + ((long)y * c.OutputWidth);
                    for (int x = 0; x < width; x++)
                    {
                        TVec value = TSimd.Add(TSimd.Load(pixels + (((y * size) + x) * lanes)), bias);
                        if (t.Residual != null)
                            value = TSimd.Add(value, TSimd.Load(t.Residual + ((place + x) * c.ResidualPixelStride) + channel));
                        TSimd.Store(t.Output + ((place + x) * c.OutputPixelStride) + channel, TSimd.Max(min, TSimd.Min(max, value)));
                    }
                }
            }
        }
    }
}

/// <summary>Where the pixels of a Winograd convolution go and what is done to them on the way.</summary>
internal unsafe struct WinogradOutput
{
    public float* Output;

    public float* Bias;

    /// <summary>Added before clamping, or null.</summary>
    public float* Residual;

    public float Min;

    public float Max;
}
