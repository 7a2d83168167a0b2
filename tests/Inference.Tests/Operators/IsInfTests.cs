using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class IsInfTests
{
    [Theory]
    [InlineData(10, null, null)]
    [InlineData(10, 1, 0)]
    [InlineData(20, 0, 1)]
    [InlineData(20, 0, 0)]
    public void Floats(int opset, int? negative, int? positive)
    {
        Tensor x = TestTensors.Floats(SpecialFloats.Cycle(33));
        new OperatorCase("IsInf", opset).Input(x).Attribute("detect_negative", negative).Attribute("detect_positive", positive)
            .Outputs(ElementType.Bool).Check(Tolerance.Exact, NdArray.Of(x).Select(Expected));

        double Expected(double v) =>
            (double.IsNegativeInfinity(v) && negative != 0) || (double.IsPositiveInfinity(v) && positive != 0) ? 1 : 0;
    }

    [Fact]
    public void Doubles()
    {
        Tensor x = Tensor.From<double>(new Shape(3), [1, double.NaN, double.PositiveInfinity]);
        new OperatorCase("IsInf", 10).Input(x).Outputs(ElementType.Bool).Check(Tolerance.Exact, new NdArray(new Shape(3), [0, 0, 1]));
    }
}
