namespace Fovea.Inference;

/// <summary>
/// The base of all errors that concern a model or a run. The message says what was found and what was expected. <see cref="Context"/> says
/// where it happened: each caller that the exception passes adds what it knows (node, model, file). Messages quote names of files, which
/// are cut (<see cref="ShownText"/>).
/// </summary>
public class InferenceException : Exception
{
    /// <summary>Creates the error with its message.</summary>
    /// <param name="message">What was found and what was expected; where, is the context's to say.</param>
    public InferenceException(string message) : base(ShownText.Message(message))
    {
    }

    /// <summary>Creates the error with its message and its cause.</summary>
    /// <param name="message">What was found and what was expected; where, is the context's to say.</param>
    /// <param name="inner">The cause.</param>
    public InferenceException(string message, Exception? inner) : base(ShownText.Message(message), inner)
    {
    }

    /// <summary>Where the error happened.</summary>
    public ErrorContext Context { get; internal set; } = ErrorContext.None;

    /// <summary>What was found and what was expected, without the context.</summary>
    public string Problem => base.Message;

    /// <summary>The context, then the problem: <c>model.onnx: node 'conv1' (Conv): has no weights.</c></summary>
    public override string Message => $"{Context}{Problem}";

    /// <summary>Adds an outer context; what is already known stays.</summary>
    internal void AddContext(ErrorContext outer) => Context = Context.Within(outer);
}
