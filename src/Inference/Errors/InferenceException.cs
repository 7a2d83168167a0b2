namespace Fovea.Inference;

/// <summary>The base of all errors that concern a model or a run; its message says who, what was found and what was expected.</summary>
public class InferenceException : Exception
{
    /// <summary>Creates the error with its message.</summary>
    public InferenceException(string message) : base(message)
    {
    }

    /// <summary>Creates the error with its message and its cause.</summary>
    public InferenceException(string message, Exception? inner) : base(message, inner)
    {
    }

    /// <summary>Creates the error without details.</summary>
    public InferenceException()
    {
    }
}

/// <summary>The model file is truncated, is no ONNX model, contradicts itself or exceeds a limit.</summary>
public sealed class InvalidModelException : InferenceException
{
    /// <inheritdoc/>
    public InvalidModelException(string message) : base(message)
    {
    }

    /// <inheritdoc/>
    public InvalidModelException(string message, Exception? inner) : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public InvalidModelException()
    {
    }
}

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

/// <summary>An input's shape or element type is not what the model takes, or no layer has the requested name.</summary>
public class InvalidInputException : InferenceException
{
    /// <inheritdoc/>
    public InvalidInputException(string message) : base(message)
    {
    }

    /// <inheritdoc/>
    public InvalidInputException(string message, Exception? inner) : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public InvalidInputException()
    {
    }
}
