using System.Globalization;
using System.Text;
using Fovea.Bench.Statistics;
using Fovea.Inference;

namespace Fovea.Bench.Comparing;

/// <summary>Comparisons as a markdown table: a row per network, a column per setting, geometric means below.</summary>
internal sealed class ComparisonTable(CompareOptions options)
{
    private readonly List<Comparison> _comparisons = [];

    public void Add(Comparison comparison) => _comparisons.Add(comparison);

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(Header()).AppendLine();
        (int Batch, int Threads)[] settings = [.. _comparisons.Select(c => (c.Batch, c.Threads)).Distinct()];
        text.Append("| network |");
        foreach ((int batch, int threads) in settings)
            text.Append(CultureInfo.InvariantCulture, $" {threads} thread{(threads == 1 ? "" : "s")}, batch {batch} |");
        text.AppendLine().Append("|---|").AppendJoin("", settings.Select(_ => "---|")).AppendLine();
        foreach (IGrouping<string, Comparison> network in _comparisons.GroupBy(c => c.Network))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {network.Key} |");
            foreach ((int Batch, int Threads) setting in settings)
                text.Append(Cell(network.FirstOrDefault(c => (c.Batch, c.Threads) == setting)));
            text.AppendLine();
        }

        text.Append("| **geometric mean of the ratios** |");
        foreach ((int Batch, int Threads) setting in settings)
        {
            double mean = Summary.GeometricMean(_comparisons.Where(c => (c.Batch, c.Threads) == setting).Select(c => c.Ratio));
            text.Append(CultureInfo.InvariantCulture, $" **{mean:F2}** |");
        }

        return text.AppendLine().ToString();
    }

    private static string Cell(Comparison? comparison) => comparison is null
        ? " |"
        : string.Create(
            CultureInfo.InvariantCulture,
            $" {comparison.FoveaPerImage:F2} / {comparison.OnnxRuntimePerImage:F2} = {comparison.Ratio:F2}{(comparison.Agrees ? "" : " WRONG")} |");

    private string Header()
    {
        using var engine = new InferenceEngine(new InferenceOptions { InstructionSet = options.InstructionSet });
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Machine.Describe(engine.InstructionSet)}
            Milliseconds per image, Fovea / ONNX Runtime = ratio (above 1 Fovea is faster); medians of {options.Rounds} alternating rounds of {options.Milliseconds} ms.{(options.Winograd ? "" : " Winograd's algorithm is off.")}
            No result differs from ONNX Runtime's by more than {_comparisons.Select(c => c.Difference).DefaultIfEmpty().Max():G1} of its range; up to {options.AllowedDifference:G1} is allowed.
            """);
    }
}
