namespace Fovea.Inference;

/// <summary>
/// A run of these inputs would take more activation memory than one run may (<see cref="InferenceOptions.MaxActivationBytes"/>). Found
/// before any of it is taken; the model serves other inputs.
/// </summary>
public sealed class ActivationLimitException : InvalidInputException
{
    /// <inheritdoc/>
    public ActivationLimitException(string message) : base(message)
    {
    }

    internal static ActivationLimitException Of(long bytes, long limit) => new(
        $"a run would take {bytes:N0} bytes of activations; at most {limit:N0} are allowed (InferenceOptions.MaxActivationBytes).");
}
