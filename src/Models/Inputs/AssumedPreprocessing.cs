using System.Text;
using System.Text.Json;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Inputs;

/// <summary>
/// The part of a pre-processing that decides what the network sees and that neither the model's folder nor its graph says: what is assumed
/// may differ from what the network was trained with, which no error shows.
/// </summary>
/// <param name="Settings">The settings that are assumed, in the order of the pre-processing; at least one.</param>
/// <param name="FoveaJson">These settings as fields of <c>fovea.json</c>: to be corrected, or confirmed as they are.</param>
public sealed record AssumedPreprocessing(IReadOnlyList<PreprocessingSetting> Settings, string FoveaJson)
{
    /// <summary>Where the file is explained.</summary>
    public const string Documentation = "docs/model-folders.md#foveajson";

    /// <summary>Finds what is assumed; null where everything is said.</summary>
    internal static AssumedPreprocessing? Find(PreprocessingSpec spec, IReadOnlyList<PreprocessingSetting> settings)
    {
        PreprocessingSetting[] assumed = [.. settings.Where(setting => setting.Assumed)];
        return assumed.Length == 0 ? null : new AssumedPreprocessing(assumed, Write(spec, [.. assumed.Select(setting => setting.Name)]));
    }

    /// <summary>Says what is assumed and what to do.</summary>
    /// <param name="file">The file to write, relative to the model folder.</param>
    public string Advice(string file) =>
        $"Nothing in the model's folder says these settings, so defaults are used: " +
        $"{string.Join("; ", Settings.Select(s => $"{s.Name} = {s.Value}"))}. If the network was trained with others, its answers are " +
        $"wrong, and no error shows it. Write the right ones into {file} ({Documentation}), beside what it says already. What is used " +
        $"now would be: {FoveaJson}";

    private static string Write(PreprocessingSpec spec, HashSet<string> names)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            WriteInput(json, spec, names);
            if (names.Contains("resize"))
                WriteResize(json, spec.Resize);
            if (names.Contains("normalize"))
                WriteNormalization(json, spec.Normalization);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void WriteInput(Utf8JsonWriter json, PreprocessingSpec spec, HashSet<string> names)
    {
        if (!names.Any(name => name.StartsWith("input.", StringComparison.Ordinal)))
            return;
        json.WriteStartObject("input");
        if (names.Contains("input.width"))
            json.WriteNumber("width", spec.Width);
        if (names.Contains("input.height"))
            json.WriteNumber("height", spec.Height);
        if (names.Contains("input.channels"))
            json.WriteString("channels", SettingText.Of(spec.Channels));
        json.WriteEndObject();
    }

    private static void WriteResize(Utf8JsonWriter json, ResizeRule rule)
    {
        json.WriteStartObject("resize");
        if (rule.Kind == ResizeKind.ShortestEdge)
        {
            json.WriteString("rule", "shortest-edge");
            json.WriteNumber("size", rule.Width);
        }
        else
        {
            json.WriteString("rule", "exact");
            json.WriteNumber("width", rule.Width);
            json.WriteNumber("height", rule.Height);
        }

        json.WriteString("filter", SettingText.Of(rule.Filter));
        json.WriteEndObject();
    }

    // What is assumed is ImageNet's normalisation or, of gray values, one division.
    private static void WriteNormalization(Utf8JsonWriter json, Normalization normalization)
    {
        if (normalization.Equals(Normalization.ImageNet))
        {
            json.WriteString("normalize", "imagenet");
            return;
        }

        json.WriteStartObject("normalize");
        json.WriteNumber("divide", normalization.Steps[0].Values[0]);
        json.WriteEndObject();
    }
}
