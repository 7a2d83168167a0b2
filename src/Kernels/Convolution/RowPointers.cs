using System.Runtime.CompilerServices;
using Fovea.Kernels.Gemm;

namespace Fovea.Kernels.Convolution;

/// <summary>
/// The indirection of a dense convolution: for a block of output pixels, tile by tile, for each tap one pointer per row of the tile to the run
/// of input channels below that tap, or to zeros outside the image. Where a layer has few channels per tap, its patches are gathered into
/// scratch memory instead, and each row has one pointer.
/// </summary>
internal static unsafe class RowPointers
{
    /// <summary>Below this many channels per tap the pointers cost more than gathering the patch.</summary>
    private const int GatherBelowRun = 8;

    public static bool Gathers(ConvolutionShape shape) => shape.GroupInputChannels < GatherBelowRun && !shape.IsPointwise && !shape.HasWholeRows;

    /// <summary>Pointers per row.</summary>
    public static int Taps(ConvolutionShape shape) => Gathers(shape) ? 1 : shape.HasWholeRows ? shape.KernelHeight : shape.Taps;

    /// <summary>Floats behind each pointer.</summary>
    public static int Run(ConvolutionShape shape) => shape.Taps / Taps(shape) * shape.GroupInputChannels;

    /// <summary>Scratch for a block of rows: the pointers, and the patches where they are gathered.</summary>
    public static long ScratchBytes(ConvolutionShape shape, long rows) =>
        rows * ((Taps(shape) * (long)sizeof(long)) + (Gathers(shape) ? Run(shape) * (long)sizeof(float) : 0));

    /// <summary>Fills scratch memory with the pointers of a block of rows.</summary>
    public static float** Fill(ConvolutionShape shape, in RowBlock block)
    {
        float** pointers = (float**)block.Scratch;
        if (shape.IsPointwise)
        {
            float* row = block.Input + (block.FirstRow * shape.InputPixelStride);
            for (int i = 0; i < block.Rows; i++, row += shape.InputPixelStride)
                pointers[i] = row;
        }
        else if (Gathers(shape))
        {
            Gather(shape, in block, pointers);
        }
        else if (shape.Rule == TapRule.Forward)
        {
            Forward(shape, in block, pointers);
        }
        else
        {
            Transposed(shape, in block, pointers);
        }

        return pointers;
    }

    // Pixels in order: the lines of the image below a kernel are looked up once per output row, and a pixel whose window lies inside the
    // image's width, as nearly all do, costs an addition per pointer.
    private static void Forward(ConvolutionShape shape, in RowBlock block, float** pointers)
    {
        TileRows tiles = block.Tiles;
        float* zeros = block.Zeros;
        int kernelHeight = shape.KernelHeight;
        int columns = shape.HasWholeRows ? 1 : shape.KernelWidth;
        int reach = shape.HasWholeRows ? 0 : (columns - 1) * shape.DilationWidth;
        nint pixel = (nint)shape.InputPixelStride;
        nint between = shape.DilationWidth * pixel;
        float** lines = stackalloc float*[kernelHeight];
        float* image = Image(shape, block.Input, block.FirstRow, out int y, out int x);
        Lines(shape, image, y, lines);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int start = tiles.Start(tile);
            int height = tiles.Start(tile + 1) - start;
            float** first = pointers + ((long)start * kernelHeight * columns);
            for (int row = 0; row < height; row++)
            {
                float** target = first + row;
                int left = (x * shape.StrideWidth) - shape.PadLeft;
                bool inside = left >= 0 && left + reach < shape.InputWidth;
                for (int ky = 0; ky < kernelHeight; ky++)
                {
                    float* line = lines[ky];
                    float* from = line + (left * pixel);
                    for (int kx = 0; kx < columns; kx++, target += height)
                    {
                        bool exists = line != null && (inside || (uint)(left + (kx * shape.DilationWidth)) < (uint)shape.InputWidth);
                        *target = exists ? from + (kx * between) : zeros;
                    }
                }

                if (++x < shape.OutputWidth)
                    continue;
                x = 0;
                if (++y == shape.OutputHeight)
                {
                    y = 0;
                    image += shape.InputHeight * (nint)shape.InputWidth * pixel;
                }

                Lines(shape, image, y, lines);
            }
        }
    }

    /// <summary>The first pixels of the input rows below an output row; null outside the image.</summary>
    private static void Lines(ConvolutionShape shape, float* image, int y, float** lines)
    {
        int top = (y * shape.StrideHeight) - shape.PadTop;
        for (int ky = 0; ky < shape.KernelHeight; ky++)
        {
            int line = top + (ky * shape.DilationHeight);
            lines[ky] = (uint)line < (uint)shape.InputHeight ? image + ((long)line * shape.InputWidth * shape.InputPixelStride) : null;
        }
    }

    private static void Transposed(ConvolutionShape shape, in RowBlock block, float** pointers)
    {
        TileRows tiles = block.Tiles;
        float* zeros = block.Zeros;
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int start = tiles.Start(tile);
            int height = tiles.Start(tile + 1) - start;
            for (int row = 0; row < height; row++)
            {
                float** target = pointers + ((long)start * shape.Taps) + row;
                float* source = Image(shape, block.Input, block.FirstRow + start + row, out int y, out int x);
                for (int ky = 0; ky < shape.KernelHeight; ky++)
                {
                    int inputY = Place(TapRule.Transposed, y, ky, shape.StrideHeight, shape.DilationHeight, shape.PadTop, shape.InputHeight);
                    for (int kx = 0; kx < shape.KernelWidth; kx++, target += height)
                    {
                        int inputX = inputY < 0 ? -1 : Place(TapRule.Transposed, x, kx, shape.StrideWidth, shape.DilationWidth, shape.PadLeft, shape.InputWidth);
                        *target = inputX < 0 ? zeros : source + ((((long)inputY * shape.InputWidth) + inputX) * shape.InputPixelStride);
                    }
                }
            }
        }
    }

    private static void Gather(ConvolutionShape shape, in RowBlock block, float** pointers)
    {
        int rows = block.Rows;
        float* zeros = block.Zeros;
        int run = shape.GroupInputChannels;
        float* patch = (float*)(pointers + rows);
        for (int row = 0; row < rows; row++)
        {
            float* source = Image(shape, block.Input, block.FirstRow + row, out int y, out int x);
            pointers[row] = patch;
            for (int ky = 0; ky < shape.KernelHeight; ky++)
            {
                int inputY = Place(shape.Rule, y, ky, shape.StrideHeight, shape.DilationHeight, shape.PadTop, shape.InputHeight);
                for (int kx = 0; kx < shape.KernelWidth; kx++)
                {
                    int inputX = inputY < 0 ? -1 : Place(shape.Rule, x, kx, shape.StrideWidth, shape.DilationWidth, shape.PadLeft, shape.InputWidth);
                    float* from = inputX < 0 ? zeros : source + ((((long)inputY * shape.InputWidth) + inputX) * shape.InputPixelStride);
                    for (int channel = 0; channel < run; channel++)
                        patch[channel] = from[channel];
                    patch += run;
                }
            }
        }
    }

    /// <summary>The image of an output pixel, and the pixel's place in it.</summary>
    private static float* Image(ConvolutionShape shape, float* input, long pixel, out int y, out int x)
    {
        int pixelsPerImage = shape.OutputHeight * shape.OutputWidth;
        long image = pixel / pixelsPerImage;
        int inImage = (int)(pixel - (image * pixelsPerImage));
        y = inImage / shape.OutputWidth;
        x = inImage - (y * shape.OutputWidth);
        return input + (image * shape.InputHeight * shape.InputWidth * shape.InputPixelStride);
    }

    /// <summary>The input coordinate of a tap, or -1 where it lies outside the image or, transposed, between two input pixels.</summary>
    private static int Place(TapRule rule, int output, int tap, int stride, int dilation, int pad, int extent)
    {
        int place;
        if (rule == TapRule.Forward)
        {
            place = (output * stride) - pad + (tap * dilation);
        }
        else
        {
            int scaled = output + pad - (tap * dilation);
            place = scaled / stride;
            if (scaled < 0 || place * stride != scaled)
                return -1;
        }

        return (uint)place < (uint)extent ? place : -1;
    }
}
