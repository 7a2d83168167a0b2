using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>Random quantised operands of ONNX Runtime's operators.</summary>
internal static class QuantizedOperands
{
    private static readonly TensorRandom Random = new(51);

    /// <summary>The types that each case is tried with.</summary>
    public static IReadOnlyList<ElementType> Types { get; } = [ElementType.UInt8, ElementType.Int8];

    /// <summary>Any integers.</summary>
    public static Tensor Any(ElementType type, params ReadOnlySpan<long> shape) => type == ElementType.UInt8
        ? Random.Integers(type, new Shape(shape), 0, 256)
        : Random.Integers(type, new Shape(shape), -128, 128);

    /// <summary>
    /// Weights of 7 bits: the sum of two products fits the 16 bits in which ONNX Runtime adds them on processors without VNNI.
    /// </summary>
    public static Tensor Weights(ElementType type, params ReadOnlySpan<long> shape) => type == ElementType.UInt8
        ? Random.Integers(type, new Shape(shape), 64, 192)
        : Random.Integers(type, new Shape(shape), -64, 64);

    /// <summary>A zero point: so many steps above the middle of the type's range.</summary>
    public static Tensor Zero(ElementType type, int above)
    {
        int number = type == ElementType.UInt8 ? 128 + above : above;
        return Random.Integers(type, Shape.Scalar, number, number + 1);
    }

    public static NdArray Real(Tensor x, float scale, Tensor zero) => ReferenceQuantization.Dequantize(x, TestTensors.Float(scale), zero);

    public static NdArray Integers(NdArray x, float scale, Tensor zero) =>
        ReferenceQuantization.Quantize(x, TestTensors.Float(scale), zero, zero.ElementType);
}
