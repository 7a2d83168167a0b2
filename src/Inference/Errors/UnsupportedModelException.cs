namespace Fovea.Inference;

/// <summary>The model is valid ONNX but needs an operator, opset or element type that Fovea does not have.</summary>
public sealed class UnsupportedModelException : InferenceException
{
    /// <inheritdoc/>
    public UnsupportedModelException(string message) : base(message)
    {
    }
}
