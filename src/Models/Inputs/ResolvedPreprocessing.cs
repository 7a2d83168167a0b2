using Fovea.Models.Preprocessing;

namespace Fovea.Models.Inputs;

/// <summary>One setting in use and where it came from.</summary>
/// <param name="Name">What is set, as <c>fovea.json</c> names it: <c>resize.filter</c>.</param>
/// <param name="Value">The value as text.</param>
/// <param name="Source">File and field (<c>preprocessor_config.json: resample</c>), <c>model input</c>, or <c>default</c>.</param>
public sealed record PreprocessingSetting(string Name, string Value, string Source);

/// <summary>A model's pre-processing, with the source of each value.</summary>
public sealed record ResolvedPreprocessing(PreprocessingSpec Spec, IReadOnlyList<PreprocessingSetting> Settings);
