using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class QLinearGlobalAveragePoolTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Either_order(int channelsLast)
    {
        foreach (ElementType type in QuantizedOperands.Types)
        {
            Tensor x = channelsLast == 0 ? QuantizedOperands.Any(type, 2, 17, 9, 7) : QuantizedOperands.Any(type, 2, 9, 7, 17);
            Tensor zero = QuantizedOperands.Zero(type, 3), result = QuantizedOperands.Zero(type, -9);
            NdArray real = QuantizedOperands.Real(x, 0.03f, zero);
            NdArray image = channelsLast == 0 ? real : ReferenceMovement.Transpose(real, 0, 3, 1, 2);
            NdArray mean = ReferencePool.Average(image, new SlidingWindow(9, 7));
            if (channelsLast == 1)
                mean = ReferenceMovement.Transpose(mean, 0, 2, 3, 1);
            new OperatorCase("QLinearGlobalAveragePool", 13, "com.microsoft").Input(x).Constant(TestTensors.Float(0.03f)).Constant(zero)
                .Constant(TestTensors.Float(0.005f)).Constant(result).Attribute("channels_last", channelsLast).Outputs(type)
                .Check(Tolerance.OneStep, QuantizedOperands.Integers(mean, 0.005f, result));
        }
    }
}
