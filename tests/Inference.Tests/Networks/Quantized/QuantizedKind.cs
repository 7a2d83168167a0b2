namespace Fovea.Inference.Tests.Networks.Quantized;

/// <summary>How a network is quantised.</summary>
/// <param name="Activations">UInt8 or Int8.</param>
/// <param name="Weights">UInt8, with zero points that are not 0, or Int8.</param>
/// <param name="PerAxis">Whether each filter has a scale, and a zero point, of its own.</param>
internal sealed record QuantizedKind(ElementType Activations, ElementType Weights, bool PerAxis)
{
    public static IReadOnlyList<QuantizedKind> All { get; } =
    [
        new(ElementType.UInt8, ElementType.UInt8, false), new(ElementType.UInt8, ElementType.Int8, true),
        new(ElementType.Int8, ElementType.Int8, true), new(ElementType.Int8, ElementType.UInt8, true),
    ];

    /// <summary>
    /// Whether scales are powers of two: sums of real numbers are exact then, and nodes of real numbers give what integers give.
    /// </summary>
    public bool IsBinary { get; init; }
}
