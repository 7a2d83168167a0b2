using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class QLinearSigmoidTests
{
    // The function is not the same to the last bit, which shows where a result lies between two steps.
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(4099)]
    public void Every_value(int length)
    {
        foreach (ElementType type in QuantizedOperands.Types)
        {
            Tensor x = QuantizedOperands.Any(type, length);
            Tensor zero = QuantizedOperands.Zero(type, 3), result = QuantizedOperands.Zero(type, -9);
            NdArray expected = QuantizedOperands.Integers(
                QuantizedOperands.Real(x, 0.03f, zero).Select(x => 1 / (1 + Math.Exp(-x))), 1f / 256, result);
            new OperatorCase("QLinearSigmoid", 13, "com.microsoft").Input(x).Constant(TestTensors.Float(0.03f)).Constant(zero)
                .Constant(TestTensors.Float(1f / 256)).Constant(result).Outputs(type).Check(Tolerance.OneStep, expected);
        }
    }
}
