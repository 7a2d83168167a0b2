namespace Fovea.Inference;

/// <summary>The model is valid ONNX but needs an operator, opset or element type that Fovea does not have.</summary>
public sealed class UnsupportedModelException : InferenceException
{
    /// <inheritdoc/>
    public UnsupportedModelException(string message) : base(message)
    {
    }

    /// <inheritdoc/>
    public UnsupportedModelException(string message, Exception? inner) : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public UnsupportedModelException()
    {
    }
}
