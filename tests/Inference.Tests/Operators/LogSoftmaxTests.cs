using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class LogSoftmaxTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(-2)]
    public void From_opset_13_along_one_axis(int axis)
    {
        Tensor x = new TensorRandom(1).Floats(new Shape(3, 17, 7), -5, 5);
        new OperatorCase("LogSoftmax", 13).Input(x).Attribute("axis", axis).Check(
            Tolerance.Rounding, ReferenceSoftmax.AlongAxis(x, axis).Select(Math.Log));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 0)]
    [InlineData(11, 2)]
    [InlineData(11, -2)]
    public void Before_opset_13_over_everything_from_the_axis_on(int opset, int axis)
    {
        Tensor x = new TensorRandom(2).Floats(new Shape(3, 17, 7), -5, 5);
        new OperatorCase("LogSoftmax", opset).Input(x).Attribute("axis", axis)
            .Check(Tolerance.Rounding, ReferenceSoftmax.Flattened(x, axis).Select(Math.Log));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(1001)]
    public void Rows_of_any_length(int classes)
    {
        Tensor x = new TensorRandom(classes).Floats(new Shape(2, classes), -20, 20);
        new OperatorCase("LogSoftmax", 13).Input(x).Check(Tolerance.Rounding, ReferenceSoftmax.AlongAxis(x, 1).Select(Math.Log));
    }

    [Fact]
    public void Large_scores_do_not_overflow()
    {
        Tensor x = TestTensors.Floats(new Shape(2, 4), 0, 1, 2, 3, 10000, 10001, 10002, 10003);
        new OperatorCase("LogSoftmax", 13).Input(x).Check(Tolerance.Rounding);
    }
}
