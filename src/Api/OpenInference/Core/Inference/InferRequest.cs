using Fovea.Api.Errors;

namespace Fovea.Api.OpenInference.Core.Inference;

/// <summary>A request to infer, whichever way it came.</summary>
internal sealed class InferRequest : IDisposable
{
    /// <summary>The caller's name for the request, which the answer repeats.</summary>
    public string? Id { get; set; }

    public List<InferInput> Inputs { get; } = [];

    /// <summary>The outputs asked for; null: all of the model's.</summary>
    public List<RequestedOutput>? Outputs { get; set; }

    /// <summary>Whether outputs are sent as bytes where they do not say otherwise themselves.</summary>
    public bool BinaryOutputs { get; set; }

    /// <summary>How long the request may take; null: as long as any.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The priority as the schedule policy extension numbers it: 1 is the highest, 0 the usual one.</summary>
    public int Priority { get; set; }

    /// <summary>Checks the number of inputs, or of outputs.</summary>
    /// <exception cref="ApiException">There are more than any model has.</exception>
    public static void CheckCount(string what, int found)
    {
        if (found > InferLimits.MaxTensors)
            throw new ApiException(
                ErrorCodes.BodyTooLarge, $"The request has more than {InferLimits.MaxTensors} '{what}', the most that are taken.");
    }

    public void Dispose()
    {
        foreach (InferInput input in Inputs)
            input.Dispose();
    }
}
