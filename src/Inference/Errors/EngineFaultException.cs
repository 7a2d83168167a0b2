namespace Fovea.Inference;

/// <summary>
/// A fault of the engine itself, not of the model and not of the input: something that the engine neither checks for nor expects, an index
/// outside an array say. <see cref="Exception.InnerException"/> is what was thrown; the context says at which model and node. The model,
/// and every other one, can be used on.
/// </summary>
public sealed class EngineFaultException : InferenceException
{
    internal EngineFaultException(string activity, Exception cause, ErrorContext context)
        : base($"{activity} failed with {cause.GetType().Name}; that is a fault of the engine, not of the model.", cause) =>
        Context = context;

    /// <summary>
    /// Whether something thrown is a fault of the engine: it is neither an error that the engine states itself, nor a condition of the
    /// machine (memory, files), nor the end of a run or of the engine.
    /// </summary>
    internal static bool IsFault(Exception error) => error is not (
        InferenceException or OutOfMemoryException or OperationCanceledException or ObjectDisposedException or IOException or UnauthorizedAccessException);
}
