namespace Fovea.Inference;

/// <summary>
/// A run on these inputs would take more activation memory than allowed (<see cref="InferenceOptions.MaxActivationBytes"/>). Thrown before
/// any memory is allocated; the model can still run on other inputs.
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
