using Fovea.Inference.Kernels.Elementwise;
using Fovea.Inference.Kernels.Gemm;

namespace Fovea.Inference.Kernels.Convolution;

/// <summary>Where in the input a tap of an output pixel lies.</summary>
internal enum TapRule
{
    /// <summary>Convolution: input = output * stride - pad + tap * dilation.</summary>
    Forward,

    /// <summary>Transposed convolution: output = input * stride - pad + tap * dilation, solved for the input.</summary>
    Transposed,
}

/// <summary>The memory that one dense convolution works on.</summary>
internal unsafe struct DenseConvolutionArguments
{
    public float* Input;

    public float* Output;

    /// <summary>One packed matrix per group, each of <see cref="PanelLayout.PackedLength"/> floats.</summary>
    public float* Weights;

    /// <summary>One padded row of biases per group.</summary>
    public float* Bias;

    /// <summary>Added before the activation, or null.</summary>
    public float* Residual;

    /// <summary>At least one run (the input channels of a group) of zeros: what taps outside the image read.</summary>
    public float* Zeros;

    /// <summary>This worker's scratch of <see cref="DenseConvolution.ScratchBytes"/> bytes.</summary>
    public byte* Scratch;

    public float Min;

    public float Max;

    /// <summary>Applied after the sum is stored, while the tile is in the first-level cache; Identity for none.</summary>
    public UnaryKind Activation;

    public float Alpha;

    public float Beta;
}

/// <summary>
/// Convolution as an indirect matrix product (Dukhan, "The Indirect Convolution Algorithm", 2019): rows are output pixels, the
/// depth is the taps' channel runs, read in place through pointers; nothing is copied but for layers with few input channels
/// (the first), whose patches are gathered block by block into cache.
/// </summary>
internal static unsafe class DenseConvolution
{
    /// <summary>The bytes of input that a block of rows may touch: half of a 1 MiB second-level cache, the other half is for weights.</summary>
    private const int BlockInputBytes = 256 * 1024;

    private const int MaxBlockRows = 256;

    /// <summary>Below this many channels per tap the pointers cost more than gathering the patch.</summary>
    private const int GatherBelowRun = 8;

    public static bool Gathers(ConvolutionShape shape) => shape.GroupInputChannels < GatherBelowRun && !shape.IsPointwise;

    /// <summary>Rows that are computed together against all panels.</summary>
    public static int BlockRows(ConvolutionShape shape)
    {
        long rowBytes = (Gathers(shape) ? shape.Taps * shape.GroupInputChannels : shape.InputChannels) * (long)sizeof(float);
        return (int)Math.Clamp(BlockInputBytes / rowBytes / 8 * 8, 8, MaxBlockRows);
    }

    /// <summary>Scratch per worker: the block's row pointers, and its patches where they are gathered.</summary>
    public static long ScratchBytes(ConvolutionShape shape)
    {
        long rows = BlockRows(shape);
        return Gathers(shape)
            ? rows * (sizeof(long) + (shape.Taps * shape.GroupInputChannels * (long)sizeof(float)))
            : rows * shape.Taps * sizeof(long);
    }

    /// <summary>Computes this worker's part of the output. The parts cut pixels or panels, never a sum: each element is one chain over its taps.</summary>
    public static void Run(
        KernelSet kernels, ConvolutionShape shape, in PanelLayout layout, TapRule rule, in DenseConvolutionArguments t, int part, int parts)
    {
        int tileRows = kernels.TileRows;
        long tiles = (shape.OutputPixels + tileRows - 1) / tileRows;
        // Rows first: a member then reads what it wrote in the layer before. Panels where rows would leave workers idle, sooner so where
        // the weights outweigh the input, which every part reads whole when rows are cut.
        bool heavyWeights = layout.PackedLength * shape.Groups > (long)shape.Batch * shape.InputHeight * shape.InputWidth * shape.InputChannels;
        bool splitPanels = Balance(layout.Panels, parts) > Balance(tiles, parts) + (heavyWeights ? 0.02 : 0.1);
        (long firstTile, long lastTile) = splitPanels ? (0, tiles) : Partition.Of(tiles, part, parts);
        (long firstPanel, long lastPanel) = splitPanels ? Partition.Of(layout.Panels, part, parts) : (0, layout.Panels);
        long firstRow = firstTile * tileRows;
        long lastRow = Math.Min(lastTile * tileRows, shape.OutputPixels);
        int blockRows = BlockRows(shape);
        // Groups inside blocks of rows: they read the same pixels, which then are in cache.
        for (long row = firstRow; row < lastRow; row += blockRows)
        {
            int rows = (int)Math.Min(blockRows, lastRow - row);
            for (int group = 0; group < shape.Groups; group++)
            {
                float** pointers = RowPointers(shape, rule, in t, group, row, rows, tileRows);
                for (int panel = (int)firstPanel; panel < lastPanel; panel++)
                    RunPanel(kernels, shape, in layout, in t, group, row, rows, panel, pointers);
            }
        }
    }

    /// <summary>The share of time that workers are busy when items are dealt out evenly, one part each.</summary>
    private static double Balance(long items, int parts) => (double)items / (((items + parts - 1) / parts) * parts);

    private static void RunPanel(
        KernelSet kernels, ConvolutionShape shape, in PanelLayout layout, in DenseConvolutionArguments t,
        int group, long firstRow, int rows, int panel, float** pointers)
    {
        bool gathers = Gathers(shape);
        int taps = gathers ? 1 : shape.Taps;
        int column = layout.FirstColumn(panel);
        int vectors = layout.Vectors(panel);
        long outputColumn = ((long)group * shape.GroupOutputChannels) + column;
        var tile = new TileArguments
        {
            Taps = taps,
            Run = gathers ? shape.Taps * shape.GroupInputChannels : shape.GroupInputChannels,
            Weights = t.Weights + (group * layout.PackedLength) + (column * layout.Depth),
            Bias = t.Bias + ((long)group * layout.PackedColumns) + column,
            ResidualStride = (nint)shape.ResidualPixelStride,
            OutputStride = (nint)shape.OutputPixelStride,
            Columns = layout.ColumnsIn(panel),
            Min = t.Min,
            Max = t.Max,
        };
        for (int row = 0; row < rows; row += kernels.TileRows)
        {
            int height = Math.Min(kernels.TileRows, rows - row);
            tile.Rows = pointers + ((long)row * taps);
            tile.Output = t.Output + ((firstRow + row) * shape.OutputPixelStride) + outputColumn;
            tile.Residual = t.Residual == null ? null : t.Residual + ((firstRow + row) * shape.ResidualPixelStride) + outputColumn;
            kernels.Tile(height, vectors, in tile);
            if (t.Activation != UnaryKind.Identity)
            {
                kernels.Unary(
                    t.Activation, tile.Output, shape.OutputPixelStride, tile.Output, shape.OutputPixelStride, height, tile.Columns, t.Alpha, t.Beta);
            }
        }
    }

    /// <summary>Pointers for a block of rows, tile by tile: for each tap, one pointer per row of the tile.</summary>
    private static float** RowPointers(
        ConvolutionShape shape, TapRule rule, in DenseConvolutionArguments t, int group, long firstRow, int rows, int tileRows)
    {
        float** pointers = (float**)t.Scratch;
        float* input = t.Input + ((long)group * shape.GroupInputChannels);
        if (shape.IsPointwise && rule == TapRule.Forward)
        {
            for (int row = 0; row < rows; row++)
                pointers[row] = input + ((firstRow + row) * shape.InputPixelStride);
            return pointers;
        }

        if (Gathers(shape))
        {
            GatherPatches(shape, rule, input, t.Zeros, firstRow, rows, pointers);
            return pointers;
        }

        for (int row = 0; row < rows; row++)
        {
            float* source = Image(shape, input, firstRow + row, out int y, out int x);
            int tileStart = row / tileRows * tileRows;
            int height = Math.Min(tileRows, rows - tileStart);
            float** target = pointers + ((long)tileStart * shape.Taps) + (row - tileStart);
            for (int ky = 0; ky < shape.KernelHeight; ky++)
            {
                int inputY = Place(rule, y, ky, shape.StrideHeight, shape.DilationHeight, shape.PadTop, shape.InputHeight);
                for (int kx = 0; kx < shape.KernelWidth; kx++, target += height)
                {
                    int inputX = inputY < 0 ? -1 : Place(rule, x, kx, shape.StrideWidth, shape.DilationWidth, shape.PadLeft, shape.InputWidth);
                    *target = inputX < 0 ? t.Zeros : source + ((((long)inputY * shape.InputWidth) + inputX) * shape.InputPixelStride);
                }
            }
        }

        return pointers;
    }

    /// <summary>
    /// Copies the patches below a block of rows into scratch memory. Where a kernel row lies inside the image and its pixels are
    /// neighbours in memory, it is one run of floats.
    /// </summary>
    private static void GatherPatches(
        ConvolutionShape shape, TapRule rule, float* input, float* zeros, long firstRow, int rows, float** pointers)
    {
        int run = shape.GroupInputChannels;
        int line = shape.KernelWidth * run;
        float* patch = (float*)(pointers + rows);
        bool whole = rule == TapRule.Forward && shape.DilationWidth == 1 && shape.InputPixelStride == run;
        for (int row = 0; row < rows; row++)
        {
            float* source = Image(shape, input, firstRow + row, out int y, out int x);
            int left = (x * shape.StrideWidth) - shape.PadLeft;
            bool inside = whole && left >= 0 && left + shape.KernelWidth <= shape.InputWidth;
            pointers[row] = patch;
            for (int ky = 0; ky < shape.KernelHeight; ky++)
            {
                int inputY = Place(rule, y, ky, shape.StrideHeight, shape.DilationHeight, shape.PadTop, shape.InputHeight);
                if (inside && inputY >= 0)
                {
                    float* from = source + ((((long)inputY * shape.InputWidth) + left) * run);
                    new Span<float>(from, line).CopyTo(new Span<float>(patch, line));
                    patch += line;
                    continue;
                }

                for (int kx = 0; kx < shape.KernelWidth; kx++)
                {
                    int inputX = inputY < 0 ? -1 : Place(rule, x, kx, shape.StrideWidth, shape.DilationWidth, shape.PadLeft, shape.InputWidth);
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
