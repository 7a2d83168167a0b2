using Fovea.Inference;

namespace Fovea.Models.Serving;

/// <summary>What a network gave for images.</summary>
/// <param name="Outputs">The outputs asked for, in that order, each with a row per image.</param>
/// <param name="Answers">What the model's task makes of each image; empty where that is not asked for.</param>
public sealed record ImageInference(IReadOnlyList<Tensor> Outputs, IReadOnlyList<object> Answers);
