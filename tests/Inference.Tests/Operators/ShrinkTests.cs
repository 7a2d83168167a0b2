using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ShrinkTests
{
    [Theory]
    [InlineData(9)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Shrink", x => x < -1 ? x + 0.5 : x > 1 ? x - 0.5 : 0, -5, 5, Tolerance.Rounding)
        { Attributes = [("lambd", 1f), ("bias", 0.5f)] }.Check(opset);

    [Theory]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt32)]
    public void Integers(ElementType type)
    {
        Tensor x = new TensorRandom(1).Integers(type, new Shape(33), type is ElementType.UInt8 or ElementType.UInt32 ? 0 : -5, 6);
        new OperatorCase("Shrink", 9).Input(x).Attribute("lambd", 1.5f).Attribute("bias", 0.5f)
            .Check(Tolerance.Exact, NdArray.Of(x).Select(v => Math.Truncate(v < -1.5 ? v + 0.5 : v > 1.5 ? v - 0.5 : 0)));
    }

    [Fact]
    public void Defaults() =>
        new ElementwiseCases("Shrink", x => x < -0.5 || x > 0.5 ? x : 0, -2, 2, Tolerance.Exact).Check(9);
}
