using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class LpNormalizationTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(-1, 1)]
    [InlineData(2, 2)]
    public void Along_every_axis(int axis, int p)
    {
        Tensor x = new TensorRandom(axis + 3).Floats(3, 17, 5);
        foreach (long opset in new[] { 1, 22 })
            new OperatorCase("LpNormalization", opset).Input(x).Attribute("axis", axis).Attribute("p", p)
                .Check(Tolerance.Rounding, ReferenceSelection.Normalize(x, axis, p));
    }

    [Fact]
    public void Zeros_stay_zeros()
    {
        Tensor x = TestTensors.Floats(new Shape(2, 3), 0, 0, 0, 3, 0, 4);
        new OperatorCase("LpNormalization", 22).Input(x).Check(Tolerance.Rounding, ReferenceSelection.Normalize(x, 1, 2));
    }

    [Fact]
    public void Doubles()
    {
        Tensor x = new TensorRandom(2).Doubles(new Shape(2, 9));
        new OperatorCase("LpNormalization", 22).Input(x).Check(Tolerance.Rounding, ReferenceSelection.Normalize(x, 1, 2));
    }
}
