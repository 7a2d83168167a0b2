namespace Fovea.Inference;

/// <summary>
/// A fault of the engine itself, not of the model or the input: an exception that the engine neither throws on purpose nor expects, such as
/// an index outside an array. <see cref="Exception.InnerException"/> is the original exception; the context names the model and the node.
/// This model and all others remain usable.
/// </summary>
public sealed class EngineFaultException : InferenceException
{
    internal EngineFaultException(string activity, Exception cause, ErrorContext context)
        : base($"{activity} failed with {cause.GetType().Name}; that is a fault of the engine, not of the model.", cause)
    {
        Activity = activity;
        Context = context;
    }

    /// <summary>What the engine was doing, as the subject of a sentence: <c>lowering</c>, <c>the pass FuseGelu</c>.</summary>
    public string Activity { get; }

    /// <summary>
    /// Whether an exception is a fault of the engine: it is not one of the engine's own errors, not a condition of the machine (memory,
    /// files), and not the end of a run or of the engine.
    /// </summary>
    internal static bool IsFault(Exception error) => error is not (
        InferenceException or OutOfMemoryException or OperationCanceledException or ObjectDisposedException
        or IOException or UnauthorizedAccessException);
}
