using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class QLinearSoftmaxTests
{
    [Theory]
    [InlineData(13, null)]
    [InlineData(13, 1)]
    [InlineData(12, 1)]
    [InlineData(12, 2)]
    public void Along_an_axis_or_all_behind_it(int opset, int? axis)
    {
        foreach (ElementType type in QuantizedOperands.Types)
        {
            Tensor x = QuantizedOperands.Any(type, 2, 5, 17);
            Tensor zero = QuantizedOperands.Zero(type, 3), result = QuantizedOperands.Zero(type, -128);
            NdArray real = QuantizedOperands.Real(x, 0.03f, zero);
            NdArray expected = opset >= 13
                ? ReferenceSoftmax.AlongAxis(real, axis ?? 2)
                : ReferenceSoftmax.Flattened(real, axis ?? 1);
            new OperatorCase("QLinearSoftmax", 13, "com.microsoft").Input(x).Constant(TestTensors.Float(0.03f)).Constant(zero)
                .Constant(TestTensors.Float(1f / 256)).Constant(result).Attribute("opset", opset).Attribute("axis", axis).Outputs(type)
                .Check(Tolerance.OneStep, QuantizedOperands.Integers(expected, 1f / 256, result));
        }
    }
}
