using System.Globalization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>
/// The tables of errors in <c>docs/gradients.md</c>. Printed with <c>--show-live-output on</c>, and held: with no instruction set is an
/// error more than three times what stands there, or four roundings of Float32 where that is more.
/// </summary>
public sealed class ErrorTableTests(ITestOutputHelper output)
{
    private const double Margin = 3, Roundings = 4.0 / (1 << 24);

    [Fact]
    public void Networks_against_PyTorch() => Check(
        "network", "| network | output: largest | RMS | gradient: largest | RMS |\n|---|---:|---:|---:|---:|",
        [.. RecordedGradientTests.Names().Select(row => Network(row.Data))]);

    [Fact]
    public void Operators_against_differences_in_double_precision() => Check(
        "operator", "| operator | gradient: largest | RMS |\n|---|---:|---:|",
        [.. DoubleDifferences.Names.Select(name => (name, new[] { DoubleDifferences.Measure(name) }))]);

    private static (string, GradientError[]) Network(string name)
    {
        (GradientError forwards, GradientError back) = RecordedGradientTests.Measure(name);
        return (name, [forwards, back]);
    }

    private void Check(string kind, string header, (string Name, GradientError[] Errors)[] measured)
    {
        output.WriteLine(header);
        foreach ((string name, GradientError[] errors) in measured)
            output.WriteLine($"| {name} | {string.Join(" | ", errors)} |");

        Dictionary<string, double[]> written = Written(kind);
        Assert.Equal(measured.Select(row => row.Name), written.Keys);
        foreach ((string name, GradientError[] errors) in measured)
        {
            double[] found = [.. errors.SelectMany(error => new[] { error.Largest, error.Rms })];
            Assert.All(found.Zip(written[name]), pair => Assert.InRange(pair.First, 0, Math.Max(Margin * pair.Second, Roundings)));
        }
    }

    private static Dictionary<string, double[]> Written(string kind)
    {
        string[] lines = File.ReadAllLines(Path.Combine(TestData.RepositoryRoot, "docs/gradients.md"));
        return lines
            .SkipWhile(line =>
                !line.StartsWith($"| {kind} | ", StringComparison.Ordinal) || !line.EndsWith("RMS |", StringComparison.Ordinal))
            .Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[0], cells => cells[1..].Select(Number).ToArray());
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
