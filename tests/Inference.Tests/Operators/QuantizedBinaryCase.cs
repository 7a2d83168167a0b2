using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>The cases of ONNX Runtime's functions of two quantised operands.</summary>
/// <param name="operation">The operator.</param>
/// <param name="scale">The scale of the result.</param>
/// <param name="function">The function of two real numbers.</param>
internal sealed class QuantizedBinaryCase(string operation, float scale, Func<double, double, double> function)
{
    private const float Left = 0.021f;

    private const float Right = 0.017f;

    public static TheoryData<long[], long[]> Shapes() => new()
    {
        { [2, 3, 5, 7], [2, 3, 5, 7] },
        { [33], [33] },
        { [2, 17, 5, 3], [17, 1, 1] },
        { [4, 1], [1, 5] },
        { [], [3] },
    };

    public void TwoOperands(long[] left, long[] right)
    {
        foreach (ElementType type in QuantizedOperands.Types)
        {
            Tensor a = QuantizedOperands.Any(type, left), b = QuantizedOperands.Any(type, right);
            Tensor aZero = QuantizedOperands.Zero(type, 3), bZero = QuantizedOperands.Zero(type, -5);
            Tensor zero = QuantizedOperands.Zero(type, 9);
            Case().Input(a).Constant(TestTensors.Float(Left)).Constant(aZero).Input(b).Constant(TestTensors.Float(Right)).Constant(bZero)
                .Constant(TestTensors.Float(scale)).Constant(zero).Outputs(type).WithinOneStepOfOnnxRuntime()
                .Check(Tolerance.Exact, Expected(a, aZero, b, bZero, zero));
        }
    }

    public void WithoutZeroPoints()
    {
        Tensor a = QuantizedOperands.Any(ElementType.UInt8, 3, 17), b = QuantizedOperands.Any(ElementType.UInt8, 17);
        var zero = new Tensor(ElementType.UInt8, Shape.Scalar);
        Case().Input(a).Constant(TestTensors.Float(Left)).Omitted().Constant(b).Input(TestTensors.Float(Right)).Omitted()
            .Input(TestTensors.Float(scale)).Outputs(ElementType.UInt8).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, Expected(a, zero, b, zero, zero));
    }

    private OperatorCase Case() => new(operation, 13, "com.microsoft");

    private NdArray Expected(Tensor a, Tensor aZero, Tensor b, Tensor bZero, Tensor zero) => QuantizedOperands.Integers(
        ReferenceElementwise.Binary(QuantizedOperands.Real(a, Left, aZero), QuantizedOperands.Real(b, Right, bZero), function),
        scale, zero);
}
