using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>The packed operands of a depthwise convolution of bytes; rows of one float per channel are padded like the weights.</summary>
internal sealed record ByteDepthwiseOperands
{
    /// <summary>The weights as floats, from which their zero points are taken: integers below 256.</summary>
    public required PlanBuffer Weights { get; init; }

    /// <summary>Floats between two taps' weights.</summary>
    public required int WeightStride { get; init; }

    /// <summary>Each channel's bias, or its low part, an integer as a float; with all products, sums are below 2^24.</summary>
    public required PlanBuffer Bias { get; init; }

    /// <summary>The rest of it; null where there is none.</summary>
    public PlanBuffer? HighBias { get; init; }

    /// <summary>What each channel's sum is multiplied by.</summary>
    public required PlanBuffer Factors { get; init; }

    /// <summary>What is added to scaled sums that become floats; else null.</summary>
    public PlanBuffer? Offsets { get; init; }

    /// <summary>All that there are.</summary>
    public IReadOnlyList<PlanBuffer> All => [.. new[] { Weights, Bias, HighBias, Factors, Offsets }.OfType<PlanBuffer>()];
}
