namespace Fovea.Models.Packages;

/// <summary>A value and the file and field it came from.</summary>
public readonly record struct Sourced<T>(T Value, string Source);

/// <summary>What a model folder says about pre-processing; null where it says nothing.</summary>
public sealed record PreprocessingSettings;
