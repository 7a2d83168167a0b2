namespace Fovea.Inference.Tests.Reference.Integers;

/// <summary>One scale and one zero point, with which real numbers become integers.</summary>
internal sealed record Quantizer(double Scale, double Zero, ElementType Type)
{
    /// <summary>Results are not less than this integer.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>Results are not larger than this integer.</summary>
    public double Largest { get; init; } = double.PositiveInfinity;

    public double Of(double real) => ReferenceQuantization.Quantize(real, Scale, Zero, Type);

    public TypedArray Of(NdArray real) => new(real.Select(Of), Type);

    /// <summary>A sum of products as an integer of this scale.</summary>
    public double OfSum(double sum, float factor) =>
        Math.Clamp(ReferenceQuantization.Requantize(sum, factor, Zero, Type), Least, Largest);
}
