using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MatMulIntegerToFloatTests
{
    private readonly TensorRandom _random = new(53);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_a_bias_and_without(bool bias)
    {
        OperatorCase given = new OperatorCase("MatMulIntegerToFloat", 13, "com.microsoft")
            .Input(QuantizedOperands.Any(ElementType.UInt8, 3, 17)).Input(QuantizedOperands.Any(ElementType.Int8, 17, 5))
            .Input(TestTensors.Float(0.01f)).Constant(_random.Floats(new Shape(5), 0.01f, 0.02f))
            .Input(QuantizedOperands.Zero(ElementType.UInt8, 3)).Constant(_random.Integers(ElementType.Int8, new Shape(5), -3, 4));
        (bias ? given.Constant(_random.Floats(5)) : given).Outputs(ElementType.Float32).Check(Tolerance.Rounding);
    }
}
