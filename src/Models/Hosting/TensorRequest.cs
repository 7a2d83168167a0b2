using Fovea.Inference;

namespace Fovea.Models.Hosting;

/// <summary>Tensors for a model, without any image.</summary>
/// <param name="Inputs">In the order of the model's inputs; read, never written, until the answer is there.</param>
/// <param name="Outputs">The names of the outputs to compute, in the order in which they are wanted; null: all, in the model's order.</param>
public sealed record TensorRequest(IReadOnlyList<Tensor> Inputs, IReadOnlyList<string>? Outputs)
{
    /// <summary>How long the request may take, waiting included; null: as long as any.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Its priority: 1 is the highest, 0 the usual one.</summary>
    public int Priority { get; init; }
}
