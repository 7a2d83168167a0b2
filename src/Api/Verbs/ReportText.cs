using System.Globalization;
using System.Text;
using Fovea.Api.Contracts;

namespace Fovea.Api.Verbs;

/// <summary>A report as text for a terminal.</summary>
internal static class ReportText
{
    private const int NameWidth = 16;

    // A line of operators is broken after about so many characters.
    private const int LineWidth = 100;

    public static string Write(ModelReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(report.Served ? $"{report.File}: would be served." : $"{report.File}: would not be served.");
        foreach (string problem in report.Problems)
            text.AppendLine(CultureInfo.InvariantCulture, $"  - {problem}");
        Line(text, "producer", report.Producer);
        if (report.Opsets is { Count: > 0 } opsets)
            Line(text, "opsets", string.Join(", ", opsets.Select(set => Invariant($"{set.Key} {set.Value}"))));
        Operators(text, report.Operators ?? []);
        Values(text, "inputs", report.Inputs);
        Values(text, "outputs", report.Outputs);
        Line(text, "parameters", report.Parameters is { } parameters ? Invariant($"{parameters:N0}") : null);
        Line(text, "multiply-adds", report.MultiplyAdds is { } multiplyAdds ? Invariant($"{multiplyAdds:N0} for one image") : null);
        Line(text, "quantised", report.Quantization is { } quantized
            ? Invariant($"{string.Join(" and ", quantized.Types)}: {Steps(quantized.Steps)}, {quantized.MultiplyAdds:N0} multiply-adds")
            : null);
        foreach (RealLayersInfo real in report.Quantization?.RealLayers ?? [])
            Line(text, "real numbers", $"{RealLayers(real)}: {real.Reason}");
        foreach (ActivationInfo run in report.Activations ?? [])
            Line(text, "activations", Invariant($"{Images(run.Images)}: {run.Problem ?? Invariant($"{run.Bytes:N0} bytes")}"));
        Line(text, "task", report.Task);
        foreach (PreprocessingInfo setting in report.Preprocessing ?? [])
            Line(text, setting.Name, $"{setting.Value} ({setting.Source})");
        foreach (NoteInfo note in report.Notes ?? [])
            Line(text, $"{note.Severity}".ToLowerInvariant(), $"{note.File}: {note.Text}");
        Line(text, "advice", report.Advice);
        return text.ToString().TrimEnd();
    }

    private static void Operators(StringBuilder text, IReadOnlyList<OperatorInfo> operators)
    {
        var line = new StringBuilder();
        string name = "operators";
        foreach (OperatorInfo op in operators)
        {
            string item = Invariant($"{op.Count} {op.Name}{(op.Supported ? "" : " (not supported)")}");
            if (line.Length > 0 && line.Length + item.Length > LineWidth)
            {
                Line(text, name, line.ToString());
                (name, line) = ("", line.Clear());
            }

            line.Append(line.Length == 0 ? "" : ", ").Append(item);
        }

        Line(text, name, line.Length == 0 ? null : line.ToString());
    }

    private static void Values(StringBuilder text, string name, IReadOnlyList<ModelValueInfo>? values)
    {
        foreach (ModelValueInfo value in values ?? [])
        {
            string shape = value.Shape is null ? "of unknown rank" : $"[{string.Join(',', value.Shape.Select(d => d < 0 ? "?" : $"{d}"))}]";
            Line(text, name, $"{value.Name} {value.Type} {shape}");
            name = "";
        }
    }

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (value is not null)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {name.PadRight(NameWidth)} {value}");
    }

    private static string Steps(int count) => count == 1 ? "1 step with integers" : Invariant($"{count} steps with integers");

    private static string RealLayers(RealLayersInfo real) =>
        real.Layers == 1 ? $"'{real.First}'" : Invariant($"'{real.First}' and {real.Layers - 1:N0} more");

    private static string Images(int count) => count == 1 ? "1 image" : Invariant($"{count} images");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
