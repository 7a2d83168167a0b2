namespace Fovea.Inference.Tests.Reference.Integers;

/// <summary>A value of a network: numbers, and the type that holds each of them exactly.</summary>
internal sealed record TypedArray(NdArray Array, ElementType Type)
{
    public static TypedArray Of(Tensor tensor) => new(tensor, tensor.ElementType);

    public static TypedArray Floats(NdArray array) => new(array, ElementType.Float32);

    public Tensor ToTensor() => Type switch
    {
        ElementType.Float32 => Fill(v => (float)v),
        ElementType.UInt8 => Fill(v => (byte)v),
        ElementType.Int8 => Fill(v => (sbyte)v),
        ElementType.Int32 => Fill(v => (int)v),
        ElementType.Int64 => Fill(v => (long)v),
        _ => throw new NotSupportedException($"No tensor of {Type}."),
    };

    private Tensor Fill<T>(Func<double, T> convert) where T : unmanaged =>
        Tensor.From<T>(Array.Shape, [.. Array.Values.Select(convert)]);
}
