using System.Globalization;
using System.Text;

namespace Fovea.Bench.Bits;

/// <summary>The results for all models, in one line.</summary>
internal sealed class BitsSummary(IReadOnlyCollection<ModelReport> reports)
{
    /// <summary>Whether at least one result was compared, and all results of the other build are the same in this one.</summary>
    public bool IsSame => reports.Any(r => r.Outputs > 0) && reports.All(r => r.IsSame);

    /// <summary>Whether any result differs.</summary>
    public bool ResultsDiffer => reports.Any(r => r.ResultsDiffer);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{reports.Count} models, {reports.Sum(r => r.Outputs)} outputs and {reports.Sum(r => r.Layers)} layers compared");
        Append(text, "other bits", r => r.ResultsDiffer);
        Append(text, "other descriptions", r => r.TextsDiffer);
        Append(text, "only new refuses", r => r.IsLost);
        Append(text, "only old refuses", r => r.IsGained);
        Append(text, "refused with other words", r => r.WordsDiffer);
        text.Append(CultureInfo.InvariantCulture, $"; refused by both alike: {reports.Count(r => r.IsRefusedAlike)}. ");
        return text.Append(
            IsSame
                ? "The same bits."
                : reports.Any(r => r.Outputs > 0) ? "**Something differs.**" : "**No result was compared.**").ToString();
    }

    private void Append(StringBuilder text, string what, Func<ModelReport, bool> holds)
    {
        string[] names = [.. reports.Where(holds).Select(r => r.Name)];
        text.Append(CultureInfo.InvariantCulture, $"; {what}: {(names.Length == 0 ? "none" : string.Join(", ", names))}");
    }
}
