using System.Globalization;
using System.Text;
using Fovea.Inference;
using Fovea.Inference.Kernels;
using Fovea.Inference.Kernels.Winograd;

namespace Fovea.Bench.Accuracy;

/// <summary>How far sums in single precision, direct and by Winograd's algorithm, are from the direct sum in double precision.</summary>
internal static class AccuracyCommand
{
    // The 3x3 layers of a residual network: the deeper the sum, the larger its rounding.
    private const string Layers = "64x56,128x28,256x14,512x7";

    public static int Run(Arguments arguments)
    {
        WinogradTile[] tiles = [.. WinogradChoice.Tiles(3, 3)];
        string[] columns = ["direct", .. tiles.Select(t => t.ToString())];
        StringBuilder text = new StringBuilder()
            .Append("| layer | vectors |").AppendJoin(string.Empty, columns.Select(c => $" {c} max | {c} rms |")).AppendLine()
            .Append("|---|---|").AppendJoin(string.Empty, columns.Select(_ => "---:|---:|")).AppendLine();
        foreach (AccuracyLayer layer in AccuracyLayer.Read(arguments.Text("layers") ?? Layers))
        {
            // Widths that round alike share a row: each element is one chain of operations in the same order.
            foreach (IGrouping<string, InstructionSet> row in KernelSet.Available.Where(set => set != InstructionSet.Scalar).GroupBy(set => Cells(layer, tiles, set)))
                text.AppendLine(CultureInfo.InvariantCulture, $"| {layer.Extent}x{layer.Extent}, {layer.Channels} to {layer.Channels} channels | {string.Join(", ", row.Select(set => set.ToString()[6..]))} bits |{row.Key}");
        }

        Console.WriteLine("Errors relative to the range (largest minus smallest) of the layer's output.\n");
        Console.Write(text);
        return 0;
    }

    private static string Cells(AccuracyLayer layer, WinogradTile[] tiles, InstructionSet set)
    {
        KernelSet kernels = KernelSet.For(set);
        if (layer.Channels % kernels.Lanes != 0)
            throw new ArgumentException($"--layers {layer.Channels}x{layer.Extent}: expected a multiple of {kernels.Lanes} channels.");
        float[][] results = [LayerRun.Direct(kernels, layer), .. tiles.Select(tile => LayerRun.Winograd(kernels, layer, tile))];
        double range = layer.Expected.Max() - layer.Expected.Min();
        return string.Concat(results.Select(result =>
        {
            double[] errors = [.. layer.Expected.Zip(result, (expected, actual) => Math.Abs(expected - actual) / range)];
            return string.Create(CultureInfo.InvariantCulture, $" {errors.Max():0.0E+0} | {Math.Sqrt(errors.Average(e => e * e)):0.0E+0} |");
        }));
    }
}
