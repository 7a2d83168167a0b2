using Fovea.Inference.Kernels.Convolution;

namespace Fovea.Inference.Kernels.Winograd;

/// <summary>A 3x3 convolution of stride 1 cut into tiles of Tile x Tile outputs, and where the transformed data lie.</summary>
internal sealed class WinogradShape(ConvolutionShape shape, int tile)
{
    /// <summary>Transformed data of one block: two thirds of it is re-read while a position's weights pass by.</summary>
    private const long BlockBytes = 3 << 17;

    public ConvolutionShape Convolution => shape;

    /// <summary>Outputs per axis of a tile: 2 or 4.</summary>
    public int Tile => tile;

    /// <summary>Positions of the transformed domain: (Tile + 2)^2.</summary>
    public int Positions => (tile + 2) * (tile + 2);

    public int TilesHigh => (shape.OutputHeight + tile - 1) / tile;

    public int TilesWide => (shape.OutputWidth + tile - 1) / tile;

    /// <summary>Tiles of the whole batch.</summary>
    public long Tiles => (long)shape.Batch * TilesHigh * TilesWide;

    /// <summary>Tiles that are transformed and multiplied together. Wide layers take more, to read their weights less often.</summary>
    public int BlockTiles => (int)Math.Min(Tiles, Math.Clamp(BlockBytes / (Positions * 4L * (shape.InputChannels + shape.OutputChannels)) / 8 * 8, 16, 64));

    /// <summary>Floats between two positions of the transformed input; one cache line more than the data, so that positions do not fall into one cache set.</summary>
    public long InputPlane(long tiles) => (tiles * shape.InputChannels) + 16;

    /// <summary>Floats between two positions of the products.</summary>
    public long OutputPlane(long tiles) => (tiles * shape.OutputChannels) + 16;

    /// <summary>
    /// The cheapest tile for a layer, or 0 where the direct sum is: a model of cycles of one core per image, with figures measured on
    /// Zen 4 (a vector multiply-add per cycle at 85 to 90 percent, transforms per vector of channels, weights beyond the second-level
    /// cache at 6 bytes per cycle). The batch is left out, so that an image's result does not depend on it.
    /// </summary>
    public static int Choose(ConvolutionShape shape, int lanes)
    {
        bool fits = shape is { KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1, Groups: 1 } &&
            shape.InputChannels % lanes == 0 && shape.OutputChannels % lanes == 0;
        if (!fits || lanes < 4)
            return 0;
        double best = Stream(9.0 * shape.InputChannels * shape.OutputChannels, (double)shape.OutputHeight * shape.OutputWidth * 9 * shape.InputChannels * shape.OutputChannels / (lanes * 0.9));
        int choice = 0;
        foreach ((int tile, double inputCycles, double outputCycles) in new[] { (4, 170.0, 130.0), (2, 60.0, 50.0) })
        {
            double tiles = Math.Ceiling((double)shape.OutputHeight / tile) * Math.Ceiling((double)shape.OutputWidth / tile);
            double positions = (tile + 2) * (tile + 2);
            double weights = positions * shape.InputChannels * shape.OutputChannels;
            double multiply = tiles * weights / (lanes * 0.85);
            double transform = tiles * ((shape.InputChannels * inputCycles) + (shape.OutputChannels * outputCycles)) / lanes;
            double cycles = Stream(weights, multiply) + transform;
            if (cycles < best)
                (best, choice) = (cycles, tile);
        }

        return choice;
    }

    // Weights that do not stay in cache bound the product from below by the time that it takes to read them.
    private static double Stream(double weights, double cycles) => weights * 4 > 1 << 20 ? Math.Max(cycles, weights * 4 / 6.0) + (weights * 4 / 24.0) : cycles;
}
