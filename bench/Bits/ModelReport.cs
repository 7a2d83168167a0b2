using System.Globalization;
using System.Text;
using Fovea.Bench.Builds;

namespace Fovea.Bench.Bits;

/// <summary>The differences between two builds for one model.</summary>
internal sealed class ModelReport(string name)
{
    /// <summary>The most lines to print of each kind; the rest are counted.</summary>
    private const int ShownLines = 8;

    private readonly List<string> _results = [];
    private readonly List<string> _texts = [];
    private readonly List<string> _lost = [];
    private readonly List<string> _gained = [];
    private readonly List<string> _words = [];
    private readonly List<string> _alike = [];
    private BitDifference _difference;

    public string Name => name;

    /// <summary>The number of compared outputs of the model.</summary>
    public long Outputs { get; private set; }

    /// <summary>The number of compared layers.</summary>
    public long Layers { get; private set; }

    /// <summary>Whether results differ in bits, type or shape.</summary>
    public bool ResultsDiffer => _results.Count > 0;

    /// <summary>Whether the builds' descriptions of the model differ.</summary>
    public bool TextsDiffer => _texts.Count > 0;

    /// <summary>Whether this build refuses something that the other one accepts.</summary>
    public bool IsLost => _lost.Count > 0;

    /// <summary>Whether the other build refuses something that this one accepts.</summary>
    public bool IsGained => _gained.Count > 0;

    /// <summary>Whether both refuse something, with different messages.</summary>
    public bool WordsDiffer => _words.Count > 0;

    /// <summary>Whether both refuse something with the same message.</summary>
    public bool IsRefusedAlike => _alike.Count > 0;

    /// <summary>
    /// Whether all results and descriptions of the other build are the same in this one. The other build may refuse more, and with other
    /// messages.
    /// </summary>
    public bool IsSame => !ResultsDiffer && !TextsDiffer && !IsLost;

    /// <summary>Adds a compared tensor.</summary>
    public void Add(bool isLayer, string tensor, BitDifference difference)
    {
        if (isLayer)
            Layers++;
        else
            Outputs++;
        _difference += difference;
        if (!difference.IsNone)
        {
            _results.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{tensor}: {difference.Differing} of {difference.Elements} elements differ, by up to {difference.Worst:G2} of the range"));
        }
    }

    /// <summary>Adds results that cannot be compared, because their types or shapes differ.</summary>
    public void AddShapes(string what, IEnumerable<string> old, IEnumerable<string> @new) => AddDifferent(_results, what, old, @new);

    /// <summary>Adds the texts by which the builds describe the same thing.</summary>
    public void AddTexts(string what, IEnumerable<string> old, IEnumerable<string> @new) => AddDifferent(_texts, what, old, @new);

    /// <summary>Adds the refusals of the same thing; one of them may be null.</summary>
    public void AddRefusal(string what, string? old, string? @new)
    {
        if (old == @new)
            AddOnce(_alike, $"refused by both: {old}");
        else if (old is null)
            AddOnce(_lost, $"{what}: only new refuses: {@new}");
        else if (@new is null)
            AddOnce(_gained, $"{what}: only old refuses: {old}");
        else
            AddOnce(_words, $"{what}: refused with other words: old '{old}', new '{@new}'");
    }

    public override string ToString()
    {
        var text = new StringBuilder(name).Append(':');
        if (Outputs + Layers > 0)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $" {Outputs} outputs and {Layers} layers compared ({_difference.Elements} elements), {_results.Count} differ");
            if (ResultsDiffer)
                text.Append(
                    CultureInfo.InvariantCulture, $" in {_difference.Differing} elements, worst {_difference.Worst:G2} of the range");
        }
        else
        {
            text.Append(" no result compared");
        }

        foreach (List<string> lines in (List<string>[])[_results, _texts, _lost, _gained, _words, _alike])
        {
            foreach (string line in lines.Take(ShownLines))
                text.AppendLine().Append("    ").Append(line);
            if (lines.Count > ShownLines)
                text.AppendLine().Append(CultureInfo.InvariantCulture, $"    and {lines.Count - ShownLines} more");
        }

        return text.ToString();
    }

    private static void AddDifferent(List<string> lines, string what, IEnumerable<string> old, IEnumerable<string> @new)
    {
        string[] before = [.. old], after = [.. @new];
        for (int i = 0; i < Math.Max(before.Length, after.Length); i++)
        {
            (string? was, string? now) = (before.ElementAtOrDefault(i), after.ElementAtOrDefault(i));
            if (was != now)
                AddOnce(lines, $"{what}: old '{was ?? "nothing"}', new '{now ?? "nothing"}'");
        }
    }

    private static void AddOnce(List<string> lines, string line)
    {
        if (!lines.Contains(line))
            lines.Add(line);
    }
}
