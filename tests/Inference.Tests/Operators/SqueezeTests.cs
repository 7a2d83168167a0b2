using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SqueezeTests
{
    private static readonly Tensor X = new TensorRandom(1).Floats(1, 17, 1, 3);

    [Theory]
    [InlineData(7, new long[] { 2 }, new long[] { 1, 17, 3 })]
    [InlineData(7, new long[] { 0, 2 }, new long[] { 17, 3 })]
    [InlineData(11, new long[] { -2, 0 }, new long[] { 17, 3 })]
    public void Axes_as_attribute(int opset, long[] axes, long[] expected) =>
        new OperatorCase("Squeeze", opset).Input(X).Attribute("axes", axes).Check(Tolerance.Exact, NdArray.Of(X).Reshape(expected));

    [Theory]
    [InlineData(new long[] { 2 }, new long[] { 1, 17, 3 })]
    [InlineData(new long[] { -4, 2 }, new long[] { 17, 3 })]
    public void Axes_as_input(long[] axes, long[] expected) =>
        new OperatorCase("Squeeze", 13).Input(X).Constant(TestTensors.Int64s(axes)).Check(Tolerance.Exact, NdArray.Of(X).Reshape(expected));

    [Fact]
    public void Axes_in_opset_1_and_at_run_time()
    {
        Tensor x = new TensorRandom(1).Floats(1, 3, 1);
        NdArray expected = NdArray.Of(x).Reshape(3, 1);
        new OperatorCase("Squeeze", 1).Input(x).Attribute("axes", new[] { 0 }).Check(Tolerance.Exact, expected);
        new OperatorCase("Squeeze", 13).Input(x).Input(TestTensors.Int64s(0)).Check(Tolerance.Exact, expected);
    }
}
