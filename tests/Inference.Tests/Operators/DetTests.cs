using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class DetTests
{
    [Theory]
    [InlineData(new long[] { 1, 1 })]
    [InlineData(new long[] { 5, 5 })]
    [InlineData(new long[] { 3, 2, 4, 4 })]
    public void Matrices(long[] shape) =>
        new OperatorCase("Det", 11).Input(new TensorRandom(1).Floats(new Shape(shape))).Check(Tolerance.Accumulated);

    [Fact]
    public void Rows_are_exchanged_and_dependent_ones_give_zero()
    {
        Tensor x = TestTensors.Floats(new Shape(2, 2, 2), 0, 1, 1, 0, 1, 2, 2, 4);
        new OperatorCase("Det", 22).WithoutOnnxRuntime().Input(x).Check(Tolerance.Exact, new Reference.NdArray(new Shape(2), [-1, 0]));
    }
}
