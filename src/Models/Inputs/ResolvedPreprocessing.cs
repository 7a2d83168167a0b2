using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Inputs;

/// <summary>A setting and its source.</summary>
/// <param name="Name">The name as in <c>fovea.json</c>: <c>resize.filter</c>.</param>
/// <param name="Value">The value as text.</param>
/// <param name="Source">File and field (<c>preprocessor_config.json: resample</c>), <c>model input</c>, or <c>default</c>.</param>
/// <param name="Assumed">Whether it is a default that decides what the network sees, and that another one may have to replace.</param>
public sealed record PreprocessingSetting(string Name, string Value, string Source, bool Assumed = false);

/// <summary>A model's pre-processing, and the source of each setting.</summary>
/// <param name="Spec">The pre-processing.</param>
/// <param name="Settings">The settings as text, with their sources.</param>
public sealed record ResolvedPreprocessing(PreprocessingSpec Spec, IReadOnlyList<PreprocessingSetting> Settings)
{
    /// <summary>What the files say and the input contradicts, or what is assumed of it.</summary>
    public IReadOnlyList<PackageNote> Notes { get; init; } = [];

    /// <summary>What is assumed; null where everything is said.</summary>
    public AssumedPreprocessing? Assumed { get; } = AssumedPreprocessing.Find(Spec, Settings);
}
