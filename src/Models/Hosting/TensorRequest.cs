using Fovea.Inference;

namespace Fovea.Models.Hosting;

/// <summary>Tensors to run through a model.</summary>
/// <param name="Inputs">One per input, in the model's order. Their memory is read until the request's task has ended.</param>
/// <param name="Outputs">The outputs (or layers) to compute, in the order wanted; null for the model's outputs.</param>
public sealed record TensorRequest(IReadOnlyList<Tensor> Inputs, IReadOnlyList<string>? Outputs)
{
    /// <summary>How long the request may take, where that is less than <c>Batching:Timeout</c>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Among the requests of the same model, 1 goes first, then 2, and so on; 0, the usual, after all that name one.</summary>
    public int Priority { get; init; }
}
