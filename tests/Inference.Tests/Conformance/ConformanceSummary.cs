using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Conformance;

/// <summary>Counts the cases per operator and writes them to <c>artifacts/conformance.md</c> when all have run.</summary>
public sealed class ConformanceSummary : IDisposable
{
    private readonly ConcurrentBag<(string Subject, string Case, string? Skipped, bool Passed)> _results = [];

    public void Add(string subject, string name, string? skipped, bool passed) => _results.Add((subject, name, skipped, passed));

    public void Dispose()
    {
        if (_results.IsEmpty)
            return;
        string folder = Path.Combine(SourceFiles.Root, "artifacts");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "conformance.md"), Write());
    }

    private string Write()
    {
        var text = new StringBuilder();
        var all = _results.ToArray();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{all.Count(r => r.Passed)} passed, {all.Count(r => !r.Passed && r.Skipped is null)} failed, " +
            $"{all.Count(r => r.Skipped is not null)} skipped\n\n| operator | passed | failed | skipped |\n|---|---|---|---|\n");
        foreach (var group in all.GroupBy(r => r.Subject).OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase))
        {
            int passed = group.Count(r => r.Passed);
            int skipped = group.Count(r => r.Skipped is not null);
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {passed} | {group.Count() - passed - skipped} | {skipped} |\n");
        }

        foreach (var (_, name, skipped, _) in all.Where(r => !r.Passed).OrderBy(r => r.Case, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"\n- {name}: {skipped ?? "failed"}");
        return text.Append('\n').ToString();
    }
}
