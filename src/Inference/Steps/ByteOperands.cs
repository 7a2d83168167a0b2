using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>The packed operands of a product of bytes.</summary>
internal sealed record ByteOperands
{
    /// <summary>One matrix of panels per group.</summary>
    public required PlanBuffer Weights { get; init; }

    /// <summary>What each sum begins with; Int32, one padded row per group.</summary>
    public required PlanBuffer Bias { get; init; }

    /// <summary>The zero point of each column; null if all are 0.</summary>
    public PlanBuffer? Zeros { get; init; }

    /// <summary>Ones for the sums of rows; null if <see cref="Zeros"/> is.</summary>
    public PlanBuffer? Ones { get; init; }

    /// <summary>The input's zero point, for taps outside the image.</summary>
    public required PlanBuffer Padding { get; init; }

    /// <summary>What sums are multiplied by; null if they stay integers.</summary>
    public PlanBuffer? Factors { get; init; }

    /// <summary>What is added to scaled sums that become floats; else null.</summary>
    public PlanBuffer? Offsets { get; init; }

    /// <summary>All that there are.</summary>
    public IReadOnlyList<PlanBuffer> All =>
        [.. new[] { Weights, Bias, Zeros, Ones, Padding, Factors, Offsets }.OfType<PlanBuffer>()];
}
