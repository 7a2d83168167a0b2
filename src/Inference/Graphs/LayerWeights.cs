namespace Fovea.Inference;

/// <summary>
/// The weights of one layer as real numbers, in the order of the file. Of a node with several trained tensors they are the largest: the
/// kernels of a convolution, the matrix of a product, the scales of a normalisation.
/// </summary>
/// <param name="Layer">The name of the layer.</param>
/// <param name="Operator">The ONNX operator.</param>
/// <param name="Values">The weights, Float32; computed from their integers where they are quantised.</param>
/// <param name="FilterAxis">The axis along which filters lie, one for each channel of the result.</param>
public sealed record LayerWeights(string Layer, string Operator, Tensor Values, int FilterAxis)
{
    /// <summary>The number of channel groups of a convolution; 1 for others.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The row that is added to the result, one value for each filter, Float32; null if there is none, or if it is
    /// quantised.</summary>
    public Tensor? Bias { get; init; }
}
