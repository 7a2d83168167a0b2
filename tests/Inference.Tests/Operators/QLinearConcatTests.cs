using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class QLinearConcatTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(0)]
    public void Operands_of_several_scales(int axis)
    {
        foreach (ElementType type in QuantizedOperands.Types)
        {
            Tensor a = QuantizedOperands.Any(type, 2, 3, 5, 7), b = QuantizedOperands.Any(type, 2, 3, 5, 7);
            Tensor aZero = QuantizedOperands.Zero(type, 3), bZero = QuantizedOperands.Zero(type, -5);
            Tensor zero = QuantizedOperands.Zero(type, 9);
            NdArray expected = QuantizedOperands.Integers(
                ReferenceMovement.Concat(
                    axis < 0 ? axis + 4 : axis, QuantizedOperands.Real(a, 0.021f, aZero), QuantizedOperands.Real(b, 0.017f, bZero)),
                0.02f, zero);
            Case(axis, type).Constant(TestTensors.Float(0.02f)).Constant(zero)
                .Input(a).Constant(TestTensors.Float(0.021f)).Constant(aZero).Input(b).Constant(TestTensors.Float(0.017f)).Constant(bZero)
                .WithinOneStepOfOnnxRuntime().Check(Tolerance.Exact, expected);
        }
    }

    [Fact]
    public void Operands_of_the_same_scale_stay_as_they_are()
    {
        Tensor a = QuantizedOperands.Any(ElementType.UInt8, 256), b = QuantizedOperands.Any(ElementType.UInt8, 17);
        Tensor zero = QuantizedOperands.Zero(ElementType.UInt8, 3), scale = TestTensors.Float(0.0173f);
        Case(0, ElementType.UInt8).Constant(scale).Constant(zero).Input(a).Constant(scale).Constant(zero).Input(b).Constant(scale)
            .Constant(zero).Check(Tolerance.Exact, ReferenceMovement.Concat(0, a, b));
    }

    [Fact]
    public void A_missing_zero_point_is_refused()
    {
        byte[] model = new OnnxModelBuilder(13).Domain("com.microsoft", 1).Input("x", ElementType.UInt8, 3)
            .Initializer("s", TestTensors.Float(1)).Initializer("z", QuantizedOperands.Zero(ElementType.UInt8, 0))
            .Node("com.microsoft", "QLinearConcat", ["s", "z", "x", "s", "z", "x"], ["y"], ("axis", 0)).Output("y", ElementType.UInt8)
            .Build();
        RefusedModel.With(() => TestEngines.Best.Load(model, "model"), "three for each operand");
    }

    private static OperatorCase Case(int axis, ElementType type) =>
        new OperatorCase("QLinearConcat", 13, "com.microsoft").Attribute("axis", axis).Outputs(type);
}
