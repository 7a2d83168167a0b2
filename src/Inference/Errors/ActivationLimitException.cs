namespace Fovea.Inference;

/// <summary>
/// A run on these inputs would take more memory than allowed: activations (<see cref="InferenceOptions.MaxActivationBytes"/>), or the
/// constants that their shapes make (<see cref="InferenceOptions.PlanBytes"/>). Thrown before any of it is allocated; the model can still
/// run on other inputs.
/// </summary>
public sealed class ActivationLimitException : InvalidInputException
{
    /// <inheritdoc/>
    public ActivationLimitException(string message) : base(message)
    {
    }

    /// <summary>The bytes of activations that a run would take; null where they are not known, or something else takes too much.</summary>
    public long? Bytes { get; private init; }

    internal static ActivationLimitException Of(long bytes, long limit) => new(
        $"a run would take {bytes:N0} bytes of activations; at most {limit:N0} are allowed (InferenceOptions.MaxActivationBytes).")
    {
        Bytes = bytes,
    };

    internal static ActivationLimitException AtLeast(long bytes, long limit) => new(
        $"a run would take more than {bytes:N0} bytes of activations; at most {limit:N0} are allowed " +
        "(InferenceOptions.MaxActivationBytes).");

    internal static ActivationLimitException OfPlan(long bytes, long limit) => new(
        $"the plan for these shapes would take {bytes:N0} bytes for its steps and the constants that the shapes make; at most {limit:N0} " +
        "are allowed (InferenceOptions.PlanBytes).");
}
