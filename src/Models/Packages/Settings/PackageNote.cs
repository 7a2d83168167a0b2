using Fovea.Inference;

namespace Fovea.Models.Packages.Settings;

/// <summary>How much a note matters.</summary>
public enum NoteSeverity
{
    /// <summary>Something was found and not used, and the answers do not depend on it.</summary>
    Note,

    /// <summary>The answers may be wrong because of it.</summary>
    Warning,
}

/// <summary>Something that was found beside a model and is not used, or that had to be assumed.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="File">The file in which it was found, without its folder; the ONNX file for the graph itself.</param>
/// <param name="Field">The path of the field in the file; null where the whole file is meant.</param>
/// <param name="Text">What was found, what became of it, and what to do where that helps: whole sentences.</param>
public sealed record PackageNote(NoteSeverity Severity, string File, string? Field, string Text)
{
    /// <summary>The path of the field in the file; null where the whole file is meant.</summary>
    public string? Field { get; init => field = ShownField(value); } = ShownField(Field);

    /// <summary>What was found, what became of it, and what to do where that helps: whole sentences.</summary>
    public string Text { get; init => field = ShownText.Message(value); } = ShownText.Message(Text);

    /// <summary>The note as one line: <c>preprocessor_config.json: do_pad: Padding is not supported.</c></summary>
    public override string ToString() => Field is null ? $"{File}: {Text}" : $"{File}: {Field}: {Text}";

    private static string? ShownField(string? name) => name is null ? null : ShownText.Name(name);
}
