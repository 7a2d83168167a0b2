namespace Fovea.Inference.Gradients;

/// <summary>An operator that says how gradients flow back through it: its vector-Jacobian product, as nodes.</summary>
internal interface IDifferentiable
{
    /// <summary>
    /// Adds the nodes that compute the gradients of the node's inputs, of those of its outputs. Called for a node with known shapes, once,
    /// after the gradients of its outputs are complete, if one of its inputs wants a gradient.
    /// </summary>
    /// <exception cref="UnsupportedModelException">This form of the operator has no rule.</exception>
    void Differentiate(GradientContext context);
}
