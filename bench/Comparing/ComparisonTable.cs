using System.Globalization;
using System.Text;
using Fovea.Inference;

namespace Fovea.Bench.Comparing;

/// <summary>Comparisons as a markdown table: a row per network, a column per setting, geometric means below.</summary>
internal sealed class ComparisonTable(CompareOptions options)
{
    private readonly List<Comparison> _comparisons = [];

    public void Add(Comparison comparison) => _comparisons.Add(comparison);

    public override string ToString() => new StringBuilder().AppendLine(Header()).AppendLine()
        .Append(SettingTable.Write([.. _comparisons.Select(c => new SettingCell(c.Network, c.Threads, c.Batch, Text(c), c.Ratio))]))
        .ToString();

    private static string Text(Comparison comparison) => string.Create(
        CultureInfo.InvariantCulture,
        $"{comparison.FoveaPerImage:F2} / {comparison.OnnxRuntimePerImage:F2} = " +
        $"{comparison.Ratio:F2}{(comparison.Agrees ? "" : " WRONG")}");

    private string Header()
    {
        using InferenceEngine engine = options.NewEngine(threads: 1);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Machine.Describe(engine.Kernels)}
            Milliseconds per image, Fovea / ONNX Runtime = ratio (above 1 Fovea is faster); medians of {options.Rounds} alternating rounds of {options.Milliseconds} ms.{(options.Winograd ? "" : " Winograd's algorithm is off.")}
            No result differs from ONNX Runtime's by more than {_comparisons.Select(c => c.Difference).DefaultIfEmpty().Max():G1} of its range; up to {options.AllowedDifference:G1} is allowed, of quantised networks {CompareOptions.AllowedQuantizedDifference:G1}.
            """);
    }
}
