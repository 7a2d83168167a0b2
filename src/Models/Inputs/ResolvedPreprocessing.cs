using Fovea.Models.Preprocessing;

namespace Fovea.Models.Inputs;

/// <summary>A setting and its source.</summary>
/// <param name="Name">The name as in <c>fovea.json</c>: <c>resize.filter</c>.</param>
/// <param name="Value">The value as text.</param>
/// <param name="Source">File and field (<c>preprocessor_config.json: resample</c>), <c>model input</c>, or <c>default</c>.</param>
public sealed record PreprocessingSetting(string Name, string Value, string Source);

/// <summary>A model's pre-processing, and the source of each setting.</summary>
/// <param name="Spec">The pre-processing.</param>
/// <param name="Settings">The settings as text, with their sources.</param>
public sealed record ResolvedPreprocessing(PreprocessingSpec Spec, IReadOnlyList<PreprocessingSetting> Settings);
