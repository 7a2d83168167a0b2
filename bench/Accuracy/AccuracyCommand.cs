using System.Globalization;
using System.Text;
using Fovea.Inference;
using Fovea.Kernels;
using Fovea.Kernels.Winograd;

namespace Fovea.Bench.Accuracy;

/// <summary>
/// Measures the error of convolutions in single precision, direct and by Winograd's algorithm, against the direct sum in double precision.
/// </summary>
internal static class AccuracyCommand
{
    // Layers of residual networks, and of one with longer and one-dimensional kernels: the deeper the sum, the larger its rounding.
    private const string Layers = "64x56,128x28,256x14,512x7,64x27:5x5,192x17:1x7,192x17:7x1,384x8:1x3";

    public static int Run(Arguments arguments)
    {
        var text = new StringBuilder("| layer | kernel | algorithm | vectors | max | rms |\n|---|---|---|---|---:|---:|\n");
        foreach (AccuracyLayer layer in AccuracyLayer.Read(arguments.Text("layers") ?? Layers))
        {
            IEnumerable<WinogradTile?> tiles = WinogradChoice.Tiles(layer.KernelHeight, layer.KernelWidth).Select(t => (WinogradTile?)t);
            foreach (WinogradTile? tile in tiles.Prepend(null))
            {
                // Vector widths with equal errors share a row: each element is one chain of operations in the same order.
                IEnumerable<InstructionSet> vectors = KernelSet.Available.Where(set => set != InstructionSet.Scalar);
                foreach (IGrouping<string, InstructionSet> row in vectors.GroupBy(set => Errors(layer, tile, set)))
                {
                    text.AppendLine(
                        CultureInfo.InvariantCulture,
                        $"| {layer.Extent}x{layer.Extent}, {layer.Channels} to {layer.Channels} channels | " +
                        $"{layer.KernelHeight}x{layer.KernelWidth} | {(tile is null ? "direct" : tile)} | " +
                        $"{string.Join(", ", row.Select(set => set.ToString()[6..]))} bits | {row.Key} |");
                }
            }
        }

        Console.WriteLine("Errors relative to the range (largest minus smallest) of the layer's output.\n");
        Console.Write(text);
        return 0;
    }

    private static string Errors(AccuracyLayer layer, WinogradTile? tile, InstructionSet set)
    {
        KernelSet kernels = KernelSet.For(set);
        if (layer.Channels % kernels.Lanes != 0)
            throw new ArgumentException($"--layers {layer.Channels}x{layer.Extent}: expected a multiple of {kernels.Lanes} channels.");
        float[] result = tile is WinogradTile some ? LayerRun.Winograd(kernels, layer, some) : LayerRun.Direct(kernels, layer);
        double range = layer.Expected.Max() - layer.Expected.Min();
        double[] errors = [.. layer.Expected.Zip(result, (expected, actual) => Math.Abs(expected - actual) / range)];
        return string.Create(CultureInfo.InvariantCulture, $"{errors.Max():0.0E+0} | {Math.Sqrt(errors.Average(e => e * e)):0.0E+0}");
    }
}
