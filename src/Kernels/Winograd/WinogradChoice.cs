using Fovea.Kernels.Convolution;
using Fovea.Kernels.Processors;

namespace Fovea.Kernels.Winograd;

/// <summary>
/// Chooses which layers are computed by Winograd's algorithm and with which tile, by a model of the cycles per image on one core. Its
/// figures are the processor's: multiply-adds at 85 to 90 percent of the peak (65 where sums are of one vector), transforms per vector of
/// channels, and the time to read weights that the second-level cache does not hold. The batch size is ignored, so that an image's result
/// does not depend on it.
/// </summary>
internal static class WinogradChoice
{
    // Rounds twice as coarsely as F(4x4), and its weights take 1.8 times the memory: for large maps only, which have few channels.
    private static readonly WinogradTile Coarse = new(6, 6);

    private const int CoarsePixels = 112 * 112;

    // Sums of one vector of channels, as slices of 16 have, end before the tile's latency is hidden.
    private const double NarrowEfficiency = 0.65;

    // Cycles of the transforms of one tile, per vector of channels, tiles across the border included. Kernels of one column have the same
    // costs as those of one row.
    private static readonly (int KernelHeight, int KernelWidth, WinogradTile Tile, double InputCycles, double OutputCycles)[] Algorithms =
    [
        (3, 3, new(4, 4), 170, 130),
        (3, 3, new(6, 6), 320, 255),
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

    /// <summary>The layer with its cheapest tile; null if the direct sum is cheaper or the algorithm does not apply.</summary>
    public static WinogradShape? Of(ConvolutionShape shape, int lanes, Processor processor)
    {
        bool fits = shape is { IsFlat: true, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1 };
        if (!fits || lanes < 4 || ChannelSlices.Of(shape, lanes) is not { } slices)
            return null;
        double peak = processor.Peak(lanes);
        // The direct sum pads the filters of each group to whole vectors.
        double direct = (double)shape.Groups * shape.GroupInputChannels * ((shape.GroupOutputChannels + lanes - 1) / lanes * lanes);
        double best = processor.Streamed(
            (double)shape.OutputHeight * shape.OutputWidth * shape.Taps * direct / (peak * 0.9), sizeof(float) * shape.Taps * direct);
        WinogradShape? choice = null;
        foreach ((int kernelHeight, int kernelWidth, WinogradTile tile, double inputCycles, double outputCycles) in Algorithms)
        {
            if (kernelHeight != shape.KernelHeight || kernelWidth != shape.KernelWidth)
                continue;
            if (tile == Coarse && (long)shape.OutputHeight * shape.OutputWidth < CoarsePixels)
                continue;
            var candidate = new WinogradShape(shape, slices, tile, processor);
            double tiles = (double)candidate.TilesHigh * candidate.TilesWide;
            double weights = (double)candidate.Positions * slices.Count * slices.Inputs * slices.Outputs;
            double transform = tiles * ((shape.InputChannels * inputCycles) + (shape.OutputChannels * outputCycles)) / lanes;
            double cycles = Product(slices, tiles * weights, sizeof(float) * weights, lanes, processor)
                + (transform * processor.TransformTime(lanes));
            if (cycles < best)
                (best, choice) = (cycles, candidate);
        }

        return choice;
    }

    // The matrices of slices are many times the weights of the layer, and its products few: they are read from the last level or memory in
    // each run, since the network has more weights than the second-level cache holds.
    private static double Product(ChannelSlices slices, double multiplyAdds, double weightBytes, int lanes, Processor processor)
    {
        bool narrow = slices.Inputs == lanes && slices.Outputs == lanes;
        double cycles = multiplyAdds / (processor.Peak(lanes) * (narrow ? NarrowEfficiency : 0.85));
        return slices.Count > 1 ? Math.Max(cycles, weightBytes / processor.MemoryRate) : processor.Streamed(cycles, weightBytes);
    }
}
