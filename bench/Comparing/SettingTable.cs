using System.Globalization;
using System.Text;
using Fovea.Bench.Statistics;

namespace Fovea.Bench.Comparing;

/// <summary>A markdown table: a row per network, a column per setting, geometric means below.</summary>
internal static class SettingTable
{
    /// <param name="cells">The cells, in the order of networks and settings.</param>
    /// <param name="digits">The number of decimal places of the means.</param>
    public static string Write(IReadOnlyList<SettingCell> cells, int digits = 2)
    {
        (int Batch, int Threads)[] settings = [.. cells.Select(c => (c.Batch, c.Threads)).Distinct()];
        var text = new StringBuilder("| network |");
        foreach ((int batch, int threads) in settings)
            text.Append(CultureInfo.InvariantCulture, $" {threads} thread{(threads == 1 ? "" : "s")}, batch {batch} |");
        text.AppendLine().Append("|---|").AppendJoin("", settings.Select(_ => "---|")).AppendLine();
        foreach (IGrouping<string, SettingCell> network in cells.GroupBy(c => c.Network))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {network.Key} |");
            foreach ((int Batch, int Threads) setting in settings)
                text.Append(network.FirstOrDefault(c => (c.Batch, c.Threads) == setting) is SettingCell cell ? $" {cell.Text} |" : " |");
            text.AppendLine();
        }

        text.Append("| **geometric mean of the ratios** |");
        foreach ((int Batch, int Threads) setting in settings)
        {
            SettingCell[] column = [.. cells.Where(c => (c.Batch, c.Threads) == setting)];
            text.Append(CultureInfo.InvariantCulture, $" **{Mean(column.Select(c => c.Ratio), digits)}**");
            if (column.All(c => c.Control is not null))
                text.Append(CultureInfo.InvariantCulture, $" ({Mean(column.Select(c => c.Control!.Value), digits)})");
            text.Append(" |");
        }

        return text.AppendLine().ToString();
    }

    private static string Mean(IEnumerable<double> ratios, int digits) =>
        Summary.GeometricMean(ratios).ToString($"F{digits}", CultureInfo.InvariantCulture);
}
