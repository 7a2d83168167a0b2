namespace Fovea.Inference;

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
}
