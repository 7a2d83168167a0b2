namespace Fovea.Inference.Tests.Reference.Integers;

/// <summary>Integers that stand for real numbers: (integer - zero) * scale.</summary>
/// <param name="Integers">The integers.</param>
/// <param name="Type">Their type.</param>
/// <param name="Scale">One scale, or one for each column of a product.</param>
/// <param name="Zero">The zero points, like the scales; null for 0.</param>
internal sealed record QuantizedArray(NdArray Integers, ElementType Type, NdArray Scale, NdArray? Zero)
{
    public bool IsOfBytes => Type is ElementType.UInt8 or ElementType.Int8;

    public bool HasOneScale => Scale.Values.Length == 1;

    public double ScaleOf(long column) => Scale.Values[HasOneScale ? 0 : column];

    public double ZeroOf(long column) => Zero is null ? 0 : Zero.Values[Zero.Values.Length == 1 ? 0 : column];

    /// <summary>The real numbers, where there is one scale.</summary>
    public NdArray Real() => ReferenceQuantization.Dequantize(Integers, Scale, Zero);
}
