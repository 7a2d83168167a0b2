using Fovea.Inference;

namespace Fovea.Models.Serving;

/// <summary>The result of running images through a network.</summary>
/// <param name="Outputs">The requested outputs, in the order of the request, each with one row per image.</param>
/// <param name="Answers">The answer of the model's task for each image; empty where answers were not requested.</param>
public sealed record ImageInference(IReadOnlyList<Tensor> Outputs, IReadOnlyList<object> Answers);
