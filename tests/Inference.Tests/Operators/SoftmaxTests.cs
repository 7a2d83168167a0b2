using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SoftmaxTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(-2)]
    [InlineData(-3)]
    public void From_opset_13_along_one_axis(int axis)
    {
        Tensor x = new TensorRandom(1).Floats(new Shape(3, 17, 7, 13), -5, 5);
        new OperatorCase("Softmax", 13).Input(x).Attribute("axis", axis)
            .Check(Tolerance.Rounding, ReferenceSoftmax.AlongAxis(x, axis));
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(7, 1)]
    [InlineData(7, 2)]
    [InlineData(7, 3)]
    [InlineData(11, 1)]
    [InlineData(11, -1)]
    [InlineData(11, -2)]
    public void Before_opset_13_over_everything_from_the_axis_on(int opset, int axis)
    {
        Tensor x = new TensorRandom(2).Floats(new Shape(3, 17, 7, 13), -5, 5);
        new OperatorCase("Softmax", opset).Input(x).Attribute("axis", axis)
            .Check(Tolerance.Rounding, ReferenceSoftmax.Flattened(x, axis));
    }

    [Fact]
    public void Default_axis_is_1_before_opset_13_and_the_last_from_then_on()
    {
        Tensor x = new TensorRandom(3).Floats(3, 5, 7);
        new OperatorCase("Softmax", 12).Input(x).Check(Tolerance.Rounding, ReferenceSoftmax.Flattened(x, 1));
        new OperatorCase("Softmax", 13).Input(x).Check(Tolerance.Rounding, ReferenceSoftmax.AlongAxis(x, -1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 31)]
    [InlineData(5, 33)]
    [InlineData(1, 1000)]
    [InlineData(2, 1001)]
    public void Scores(int batch, int classes)
    {
        Tensor x = new TensorRandom(classes).Floats(new Shape(batch, classes), -20, 20);
        new OperatorCase("Softmax", 13).Input(x).Check(Tolerance.Rounding, ReferenceSoftmax.AlongAxis(x, 1));
    }

    [Fact]
    public void Large_scores_do_not_overflow()
    {
        Tensor x = TestTensors.Floats(new Shape(2, 4), 1e4f, 1e4f - 1, 0, -1e4f, -1e30f, -1e30f, 3e38f, 3e38f);
        new OperatorCase("Softmax", 13).Input(x).Check(Tolerance.Rounding, ReferenceSoftmax.AlongAxis(x, 1));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(13)]
    public void Class_maps_of_one_pixel(int opset)
    {
        Tensor x = new TensorRandom(4).Floats(2, 1000, 1, 1);
        new OperatorCase("Softmax", opset).Input(x).Attribute("axis", 1).Check(Tolerance.Rounding, ReferenceSoftmax.AlongAxis(x, 1));
    }
}
