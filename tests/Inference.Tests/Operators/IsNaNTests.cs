using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class IsNaNTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(20)]
    public void Floats(int opset)
    {
        Tensor x = TestTensors.Floats(SpecialFloats.Cycle(33));
        new OperatorCase("IsNaN", opset).Input(x).Outputs(ElementType.Bool)
            .Check(Tolerance.Exact, NdArray.Of(x).Select(v => double.IsNaN(v) ? 1 : 0));
    }

    [Fact]
    public void Doubles_and_halves()
    {
        Tensor x = Tensor.From<double>(new Shape(3), [1, double.NaN, double.PositiveInfinity]);
        Tensor y = Tensor.From<Half>(new Shape(3), [(Half)1, Half.NaN, Half.PositiveInfinity]);
        foreach (Tensor given in new[] { x, y })
            new OperatorCase("IsNaN", 13).Input(given).Outputs(ElementType.Bool)
                .Check(Tolerance.Exact, new NdArray(new Shape(3), [0, 1, 0]));
    }
}
