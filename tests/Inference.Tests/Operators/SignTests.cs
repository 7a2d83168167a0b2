using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SignTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Sign", x => x < 0 ? -1 : x > 0 ? 1 : 0, -2, 2, Tolerance.Exact)
        { Special = [0, -0f, 1e-40f, -1e-40f, float.PositiveInfinity, float.NegativeInfinity] }.Check(opset);

    [Theory]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.Int64)]
    public void Integers(ElementType type)
    {
        Tensor x = new TensorRandom(1).Integers(type, new Shape(17), type is ElementType.UInt8 or ElementType.UInt32 ? 0 : -3, 3);
        new OperatorCase("Sign", 13).Input(x).Check(Tolerance.Exact, NdArray.Of(x).Select(v => Math.Sign(v)));
    }

    [Fact]
    public void NaN_has_no_sign() =>
        Assert.True(float.IsNaN(TestEngines.Best.Run(
            new OperatorCase("Sign", 13).Input(TestTensors.Floats(float.NaN)).Build(symbolic: false, folded: false),
            [TestTensors.Floats(float.NaN)])[0].Span<float>()[0]));
}
