using Fovea.Kernels.Convolution;

namespace Fovea.Kernels.Winograd;

/// <summary>
/// Chooses which layers are computed by Winograd's algorithm and with which tile, by a model of the cycles per image on one core. Its
/// figures were measured on Zen 4: a vector multiply-add per cycle at 85 to 90 percent, transforms per vector of channels, and weights
/// beyond the second-level cache at 6 bytes per cycle. The batch size is ignored, so that an image's result does not depend on it.
/// </summary>
internal static class WinogradChoice
{
    // Cycles of the transforms of one tile, per vector of channels. Kernels of one column have the same costs as those of one row.
    private static readonly (int KernelHeight, int KernelWidth, WinogradTile Tile, double InputCycles, double OutputCycles)[] Algorithms =
    [
        (3, 3, new(4, 4), 170, 130),
        (3, 3, new(2, 2), 60, 50),
        (5, 5, new(4, 4), 400, 280),
        (1, 3, new(1, 4), 20, 20),
        (1, 5, new(1, 4), 30, 25),
        (1, 7, new(1, 4), 45, 30),
        (3, 1, new(4, 1), 20, 20),
        (5, 1, new(4, 1), 30, 25),
        (7, 1, new(4, 1), 45, 30),
    ];

    /// <summary>The tiles for a kernel, smallest first.</summary>
    public static IReadOnlyList<WinogradTile> Tiles(int kernelHeight, int kernelWidth)
    {
        var tiles = new List<WinogradTile>();
        foreach ((int height, int width, WinogradTile tile, _, _) in Algorithms)
        {
            if (height == kernelHeight && width == kernelWidth)
                tiles.Add(tile);
        }

        tiles.Sort((a, b) => (a.Height * a.Width).CompareTo(b.Height * b.Width));
        return tiles;
    }

    /// <summary>The cheapest tile for a layer; null if the direct sum is cheaper or the algorithm does not apply.</summary>
    public static WinogradTile? Of(ConvolutionShape shape, int lanes)
    {
        bool fits = shape is { IsFlat: true, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1, Groups: 1 } &&
            shape.InputChannels % lanes == 0 && shape.OutputChannels % lanes == 0;
        if (!fits || lanes < 4)
            return null;
        double matrix = (double)shape.InputChannels * shape.OutputChannels;
        double best = Stream(shape.Taps * matrix, (double)shape.OutputHeight * shape.OutputWidth * shape.Taps * matrix / (lanes * 0.9));
        WinogradTile? choice = null;
        foreach ((int kernelHeight, int kernelWidth, WinogradTile tile, double inputCycles, double outputCycles) in Algorithms)
        {
            if (kernelHeight != shape.KernelHeight || kernelWidth != shape.KernelWidth)
                continue;
            double tiles = Math.Ceiling((double)shape.OutputHeight / tile.Height) * Math.Ceiling((double)shape.OutputWidth / tile.Width);
            double weights = new WinogradShape(shape, tile).Positions * matrix;
            double multiply = tiles * weights / (lanes * 0.85);
            double transform = tiles * ((shape.InputChannels * inputCycles) + (shape.OutputChannels * outputCycles)) / lanes;
            double cycles = Stream(weights, multiply) + transform;
            if (cycles < best)
                (best, choice) = (cycles, tile);
        }

        return choice;
    }

    // If the weights do not stay in cache, the time to read them is a lower bound for the product.
    private static double Stream(double weights, double cycles) =>
        weights * 4 > 1 << 20 ? Math.Max(cycles, weights * 4 / 6.0) + (weights * 4 / 24.0) : cycles;
}
