using System.Runtime.CompilerServices;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Convolution;

/// <summary>
/// The indirection buffer of a dense convolution: for a block of output pixels, tile by tile and tap by tap, one pointer per row of the
/// tile. It points to the tap's run of input channels, or to zeros outside the image. If a layer has few channels per tap, patches are
/// gathered into scratch memory instead, and each row has one pointer.
/// </summary>
internal static unsafe class RowPointers
{
    /// <summary>With fewer channels per tap, the pointers cost more than gathering the patch.</summary>
    private const int GatherBelowRun = 8;

    public static bool Gathers(ConvolutionShape shape) =>
        shape.GroupInputChannels < GatherBelowRun && !shape.IsPointwise && !shape.HasContiguousRows;

    /// <summary>Pointers per row.</summary>
    public static int Taps(ConvolutionShape shape) => Gathers(shape) ? 1 : shape.HasContiguousRows ? KernelLines(shape) : shape.Taps;

    /// <summary>Floats behind each pointer.</summary>
    public static int Run(ConvolutionShape shape) => shape.Taps / Taps(shape) * shape.GroupInputChannels;

    /// <summary>
    /// Scratch for a block of rows: the pointers, followed by the gathered patches or by the pointers to the input lines of a kernel.
    /// </summary>
    public static long ScratchBytes(ConvolutionShape shape, long rows) =>
        (rows * ((Taps(shape) * (long)sizeof(long)) + (Gathers(shape) ? Run(shape) * (long)sizeof(float) : 0)))
        + (KernelLines(shape) * (long)sizeof(long));

    /// <summary>Input lines that a kernel covers.</summary>
    private static int KernelLines(ConvolutionShape shape) => shape.KernelDepth * shape.KernelHeight;

    /// <summary>Fills scratch memory with the pointers of a block of rows.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
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
        else if (shape.Direction == ConvolutionDirection.Forward)
        {
            if (shape.HasContiguousRows)
                Contiguous(shape, in block, pointers);
            else
                Forward(shape, in block, pointers);
        }
        else
        {
            Transposed(shape, in block, pointers);
        }

        return pointers;
    }

    // In pixel order: the input lines of the kernel are computed once per output row. For a pixel whose window is inside the image's width,
    // as it is for nearly all pixels, each pointer costs one addition.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Forward(ConvolutionShape shape, in RowBlock block, float** pointers)
    {
        TileRows tiles = block.Tiles;
        float* zeros = block.Zeros;
        int kernelLines = KernelLines(shape);
        int columns = shape.KernelWidth;
        int reach = (columns - 1) * shape.DilationWidth;
        nint pixel = (nint)shape.InputPixelStride;
        nint between = shape.DilationWidth * pixel;
        float** lines = pointers + ((long)block.Rows * kernelLines * columns);
        float* image = Image(shape, block.Input, block.FirstRow, out int z, out int y, out int x);
        Lines(shape, image, z, y, lines);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int start = tiles.FirstRow(tile);
            int height = tiles.FirstRow(tile + 1) - start;
            float** first = pointers + ((long)start * kernelLines * columns);
            for (int row = 0; row < height; row++)
            {
                float** target = first + row;
                int left = (x * shape.StrideWidth) - shape.PadLeft;
                bool inside = left >= 0 && left + reach < shape.InputWidth;
                for (int k = 0; k < kernelLines; k++)
                {
                    float* line = lines[k];
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
                image = NextLine(shape, image, ref z, ref y);
                Lines(shape, image, z, y, lines);
            }
        }
    }

    // Where the columns of a window are one run of memory, each pixel has one pointer per line of the kernel. The pixels of a tile that
    // are in one output row are filled line by line: their pointers are one behind the other, and a stride apart in the image.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Contiguous(ConvolutionShape shape, in RowBlock block, float** pointers)
    {
        TileRows tiles = block.Tiles;
        int kernelLines = KernelLines(shape);
        nint step = shape.StrideWidth * (nint)shape.InputPixelStride;
        float** lines = pointers + ((long)block.Rows * kernelLines);
        float* image = Image(shape, block.Input, block.FirstRow, out int z, out int y, out int x);
        Lines(shape, image, z, y, lines);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int start = tiles.FirstRow(tile);
            int height = tiles.FirstRow(tile + 1) - start;
            for (int row = 0; row < height;)
            {
                int pixels = Math.Min(height - row, shape.OutputWidth - x);
                float** target = pointers + ((long)start * kernelLines) + row;
                for (int k = 0; k < kernelLines; k++, target += height)
                {
                    // Lines outside of the image are zeros at every pixel.
                    float* from = lines[k] == null ? block.Zeros : lines[k] + (x * step);
                    nint next = lines[k] == null ? 0 : step;
                    for (int i = 0; i < pixels; i++, from += next)
                        target[i] = from;
                }

                row += pixels;
                x += pixels;
                if (x < shape.OutputWidth)
                    continue;
                x = 0;
                image = NextLine(shape, image, ref z, ref y);
                Lines(shape, image, z, y, lines);
            }
        }
    }

    /// <summary>The image of the output line behind another one, and that line.</summary>
    private static float* NextLine(ConvolutionShape shape, float* image, ref int z, ref int y)
    {
        if (++y < shape.OutputHeight)
            return image;
        y = 0;
        if (++z < shape.OutputDepth)
            return image;
        z = 0;
        return image + (shape.InputImagePixels * shape.InputPixelStride);
    }

    /// <summary>The first pixels of the input lines for an output line; null outside the image.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Lines(ConvolutionShape shape, float* image, int z, int y, float** lines)
    {
        int top = (y * shape.StrideHeight) - shape.PadTop;
        for (int kz = 0; kz < shape.KernelDepth; kz++)
        {
            int plane = (z * shape.StrideDepth) - shape.PadFront + (kz * shape.DilationDepth);
            bool exists = (uint)plane < (uint)shape.InputDepth;
            for (int ky = 0; ky < shape.KernelHeight; ky++, lines++)
            {
                int line = top + (ky * shape.DilationHeight);
                *lines = exists && (uint)line < (uint)shape.InputHeight
                    ? image + ((((long)plane * shape.InputHeight) + line) * shape.InputWidth * shape.InputPixelStride)
                    : null;
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Transposed(ConvolutionShape shape, in RowBlock block, float** pointers)
    {
        TileRows tiles = block.Tiles;
        float* zeros = block.Zeros;
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int start = tiles.FirstRow(tile);
            int height = tiles.FirstRow(tile + 1) - start;
            for (int row = 0; row < height; row++)
            {
                float** target = pointers + ((long)start * shape.Taps) + row;
                float* source = Image(shape, block.Input, block.FirstRow + start + row, out int z, out int y, out int x);
                for (int kz = 0; kz < shape.KernelDepth; kz++)
                {
                    int inputZ = CoordinateZ(shape, z, kz);
                    for (int ky = 0; ky < shape.KernelHeight; ky++)
                    {
                        int inputY = inputZ < 0 ? -1 : CoordinateY(shape, y, ky);
                        for (int kx = 0; kx < shape.KernelWidth; kx++, target += height)
                        {
                            int inputX = inputY < 0 ? -1 : CoordinateX(shape, x, kx);
                            *target = inputX < 0 ? zeros : Pixel(shape, source, inputZ, inputY, inputX);
                        }
                    }
                }
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Gather(ConvolutionShape shape, in RowBlock block, float** pointers)
    {
        int rows = block.Rows;
        float* zeros = block.Zeros;
        int run = shape.GroupInputChannels;
        float* patch = (float*)(pointers + rows);
        for (int row = 0; row < rows; row++)
        {
            float* source = Image(shape, block.Input, block.FirstRow + row, out int z, out int y, out int x);
            pointers[row] = patch;
            for (int kz = 0; kz < shape.KernelDepth; kz++)
            {
                int inputZ = CoordinateZ(shape, z, kz);
                for (int ky = 0; ky < shape.KernelHeight; ky++)
                {
                    int inputY = inputZ < 0 ? -1 : CoordinateY(shape, y, ky);
                    for (int kx = 0; kx < shape.KernelWidth; kx++)
                    {
                        int inputX = inputY < 0 ? -1 : CoordinateX(shape, x, kx);
                        float* from = inputX < 0 ? zeros : Pixel(shape, source, inputZ, inputY, inputX);
                        for (int channel = 0; channel < run; channel++)
                            patch[channel] = from[channel];
                        patch += run;
                    }
                }
            }
        }
    }

    /// <summary>The input image of an output pixel, and the coordinates of the output pixel.</summary>
    private static float* Image(ConvolutionShape shape, float* input, long pixel, out int z, out int y, out int x)
    {
        long line = pixel / shape.OutputWidth;
        x = (int)(pixel - (line * shape.OutputWidth));
        long plane = line / shape.OutputHeight;
        y = (int)(line - (plane * shape.OutputHeight));
        long image = plane / shape.OutputDepth;
        z = (int)(plane - (image * shape.OutputDepth));
        return input + (image * shape.InputImagePixels * shape.InputPixelStride);
    }

    private static float* Pixel(ConvolutionShape shape, float* image, int z, int y, int x) =>
        image + ((((((long)z * shape.InputHeight) + y) * shape.InputWidth) + x) * shape.InputPixelStride);

    private static int CoordinateZ(ConvolutionShape shape, int output, int tap) =>
        Coordinate(shape.Direction, output, tap, shape.StrideDepth, shape.DilationDepth, shape.PadFront, shape.InputDepth);

    private static int CoordinateY(ConvolutionShape shape, int output, int tap) =>
        Coordinate(shape.Direction, output, tap, shape.StrideHeight, shape.DilationHeight, shape.PadTop, shape.InputHeight);

    private static int CoordinateX(ConvolutionShape shape, int output, int tap) =>
        Coordinate(shape.Direction, output, tap, shape.StrideWidth, shape.DilationWidth, shape.PadLeft, shape.InputWidth);

    /// <summary>
    /// The input coordinate of a tap; -1 if it is outside the image or, for a transposed convolution, between two input pixels.
    /// </summary>
    private static int Coordinate(ConvolutionDirection rule, int output, int tap, int stride, int dilation, int pad, int extent)
    {
        int coordinate;
        if (rule == ConvolutionDirection.Forward)
        {
            coordinate = (output * stride) - pad + (tap * dilation);
        }
        else
        {
            int scaled = output + pad - (tap * dilation);
            coordinate = scaled / stride;
            if (scaled < 0 || coordinate * stride != scaled)
                return -1;
        }

        return (uint)coordinate < (uint)extent ? coordinate : -1;
    }
}
