using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class DynamicQuantizeMatMulTests
{
    private readonly TensorRandom _random = new(54);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_a_bias_and_without(bool bias)
    {
        OperatorCase given = new OperatorCase("DynamicQuantizeMatMul", 13, "com.microsoft").Input(_random.Floats(3, 17))
            .Constant(QuantizedOperands.Weights(ElementType.Int8, 17, 5)).Constant(TestTensors.Float(0.01f))
            .Constant(QuantizedOperands.Zero(ElementType.Int8, 3));
        (bias ? given.Constant(_random.Floats(5)) : given).Outputs(ElementType.Float32).Check(Tolerance.Rounding);
    }
}
