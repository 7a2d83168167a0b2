using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class QLinearLeakyReluTests
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
                QuantizedOperands.Real(x, 0.03f, zero).Select(x => x < 0 ? 0.1f * (float)x : x), 0.025f, result);
            new OperatorCase("QLinearLeakyRelu", 13, "com.microsoft").Input(x).Constant(TestTensors.Float(0.03f)).Constant(zero)
                .Constant(TestTensors.Float(0.025f)).Constant(result).Attribute("alpha", 0.1f).Outputs(type)
                .Check(Tolerance.OneStep, expected);
        }
    }
}
