namespace Fovea.Inference;

/// <summary>The model file is truncated, is no ONNX model, contradicts itself or exceeds a limit.</summary>
public class InvalidModelException : InferenceException
{
    /// <inheritdoc/>
    public InvalidModelException(string message) : base(message)
    {
    }

    /// <inheritdoc/>
    public InvalidModelException(string message, Exception? inner) : base(message, inner)
    {
    }
}
