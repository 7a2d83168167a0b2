namespace Fovea.Inference;

/// <summary>
/// The base of all errors that concern a model or a run; its message says who, what was found and what was expected. Where it happened is
/// <see cref="Context"/>, which grows on the way out: whoever knows the node, the model or the file adds it.
/// </summary>
public class InferenceException : Exception
{
    /// <summary>Creates the error with its message.</summary>
    /// <param name="message">What was found and what was expected; where, is the context's to say.</param>
    public InferenceException(string message) : base(message)
    {
    }

    /// <summary>Creates the error with its message and its cause.</summary>
    /// <param name="message">What was found and what was expected; where, is the context's to say.</param>
    /// <param name="inner">The cause.</param>
    public InferenceException(string message, Exception? inner) : base(message, inner)
    {
    }

    /// <summary>Where it happened.</summary>
    public ErrorContext Context { get; internal set; } = ErrorContext.None;

    /// <summary>What was found and what was expected, without the place.</summary>
    public string Problem => base.Message;

    /// <summary>The place, then the problem: <c>model.onnx: node 'conv1' (Conv): has no weights.</c></summary>
    public override string Message => $"{Context}{Problem}";

    /// <summary>Adds what is known of the place further out; what is known already stays.</summary>
    internal void AddContext(ErrorContext outer) => Context = Context.Within(outer);
}
