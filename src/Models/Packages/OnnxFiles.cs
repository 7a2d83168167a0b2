namespace Fovea.Models.Packages;

/// <summary>Which of the ONNX files of a folder is served.</summary>
/// <param name="Folder">The folder in which the files are: the given one, or <c>onnx</c> inside it.</param>
/// <param name="Served">The name of the file that is served; null where several could be meant.</param>
/// <param name="Because">Why it is that one.</param>
/// <param name="Others">The names of the others.</param>
internal sealed record OnnxFiles(string Folder, string? Served, string? Because, IReadOnlyList<string> Others)
{
    /// <summary>The name that has precedence.</summary>
    public const string Default = "model.onnx";

    /// <summary>The end of the name of an ONNX file.</summary>
    public const string Extension = ".onnx";

    /// <summary>The folder inside a model's folder in which Hugging Face's repositories have their exports.</summary>
    public const string ExportFolder = "onnx";

    // What exporters append to the name of a model for its variants of other precision.
    private static readonly HashSet<string> Variants = new(StringComparer.OrdinalIgnoreCase)
    {
        "fp16", "float16", "half", "bf16", "int8", "uint8", "quantized", "quant", "quantised", "q4", "q4f16", "q8", "bnb4", "optimized",
        "opt", "simplified", "sim", "O1", "O2", "O3", "O4", "qint8", "quint8", "dynamic",
    };

    /// <summary>Chooses among the files of a folder, or where it has none, of <c>onnx</c> inside it; null where neither has any.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="preferred">The name that the model's configuration gives; null where it gives none.</param>
    /// <param name="follows">Whether a folder may be looked into.</param>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public static OnnxFiles? Find(string folder, string? preferred, Func<string, bool> follows)
    {
        string inner = Path.Combine(folder, ExportFolder);
        OnnxFiles? exports = Directory.Exists(inner) && follows(inner) ? In(inner, preferred) : null;
        if (In(folder, preferred) is not { } own)
            return exports;
        if (exports is null)
            return own;
        string[] others = [.. exports.Served is { } served ? new[] { served } : [], .. exports.Others];
        return own with
        {
            Because = own.Because ?? "the model's own folder has precedence",
            Others = [.. own.Others, .. others.Select(name => $"{ExportFolder}/{name}")],
        };
    }

    private static OnnxFiles? In(string folder, string? preferred)
    {
        string[] names =
        [
            .. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!)
                .Where(name => name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && !name.StartsWith('.'))
                .Order(StringComparer.Ordinal),
        ];
        if (names.Length == 0)
            return null;
        // Variants have longer names than what they are variants of.
        string shortest = names.MinBy(name => name.Length)!;
        (string? served, string? because) =
            preferred is not null && names.Contains(preferred) ? (preferred, "config.pbtxt names it")
            : names.Contains(Default) ? (Default, $"a file named {Default} has precedence")
            : names.All(name => name == shortest || IsVariant(name, shortest)) ? (shortest, "the others are variants of it")
            : ((string?)null, (string?)null);
        return new OnnxFiles(folder, served, because, [.. names.Where(name => name != served)]);
    }

    // resnet50_fp16.onnx, resnet50.int8.onnx and resnet50-quint8_avx2.onnx are variants of resnet50.onnx.
    private static bool IsVariant(string name, string of)
    {
        string stem = of[..^Extension.Length];
        if (!name.StartsWith(stem, StringComparison.Ordinal) || name.Length <= stem.Length + Extension.Length)
            return false;
        string[] words = name[stem.Length..^Extension.Length].Split(['_', '-', '.']);
        return words is ["", { } first, ..] && Variants.Contains(first);
    }
}
