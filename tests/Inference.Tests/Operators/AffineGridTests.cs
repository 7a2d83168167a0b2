using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class AffineGridTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Planes_and_volumes(int alignCorners)
    {
        var random = new TensorRandom(1);
        foreach (bool constant in new[] { true, false })
        {
            OperatorCase plane = new OperatorCase("AffineGrid", 20).Input(random.Floats(2, 2, 3)).Attribute("align_corners", alignCorners);
            Tensor size = TestTensors.Int64s(2, 3, 5, 6);
            (constant ? plane.Constant(size) : plane.Input(size)).Check(Tolerance.Accumulated);
            OperatorCase volume = new OperatorCase("AffineGrid", 20).Input(random.Floats(2, 3, 4)).Attribute("align_corners", alignCorners);
            size = TestTensors.Int64s(2, 3, 4, 5, 6);
            (constant ? volume.Constant(size) : volume.Input(size)).Check(Tolerance.Accumulated);
        }
    }

    [Fact]
    public void Doubles() => new OperatorCase("AffineGrid", 20).Input(new TensorRandom(2).Doubles(new Shape(1, 2, 3)))
        .Constant(TestTensors.Int64s(1, 1, 3, 2)).Check(Tolerance.Accumulated);
}
