using System.Globalization;
using System.Text;

namespace Fovea.Bench.Comparing;

/// <summary>Comparisons of two builds as a markdown table, and the verdict.</summary>
internal static class BuildTable
{
    private const int Digits = 3;

    /// <param name="header">A description of machine, builds and settings.</param>
    /// <param name="comparisons">All cells.</param>
    public static string Write(string header, IReadOnlyList<BuildComparison> comparisons) => new StringBuilder()
        .AppendLine(header)
        .AppendLine()
        .Append(
            SettingTable.Write(
                [.. comparisons.Select(c => new SettingCell(c.Network, c.Threads, c.Batch, Text(c), c.Ratio, c.ControlRatio))], Digits))
        .AppendLine()
        .Append(BuildVerdict.Write(comparisons))
        .ToString();

    private static string Text(BuildComparison comparison)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{comparison.NewPerImage:F2} / {comparison.OldPerImage:F2} = {comparison.Ratio:F3}");
        if (comparison.ControlRatio is double control)
            text.Append(CultureInfo.InvariantCulture, $" ({control:F3})");
        if (!comparison.Difference.IsNone)
            text.Append(" OTHER BITS");
        return text.ToString();
    }
}
