using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class UnsqueezeTests
{
    private static readonly Tensor X = new TensorRandom(1).Floats(17, 3);

    [Theory]
    [InlineData(7, new long[] { 0 }, new long[] { 1, 17, 3 })]
    [InlineData(7, new long[] { 0, 3 }, new long[] { 1, 17, 3, 1 })]
    [InlineData(11, new long[] { -1 }, new long[] { 17, 3, 1 })]
    public void Axes_as_attribute(int opset, long[] axes, long[] expected) =>
        new OperatorCase("Unsqueeze", opset).Input(X).Attribute("axes", axes).Check(Tolerance.Exact, NdArray.Of(X).Reshape(expected));

    [Theory]
    [InlineData(new long[] { 1 }, new long[] { 17, 1, 3 })]
    [InlineData(new long[] { 3, 0 }, new long[] { 1, 17, 3, 1 })]
    [InlineData(new long[] { -1, 1 }, new long[] { 17, 1, 3, 1 })]
    public void Axes_as_input_in_any_order(long[] axes, long[] expected) =>
        new OperatorCase("Unsqueeze", 13)
            .Input(X).Constant(TestTensors.Int64s(axes)).Check(Tolerance.Exact, NdArray.Of(X).Reshape(expected));

    [Fact]
    public void A_scalar_becomes_a_vector() =>
        new OperatorCase("Unsqueeze", 13).Input(TestTensors.Int64(5)).Constant(TestTensors.Int64s(0))
            .Check(Tolerance.Exact, new NdArray(new Shape(1), [5]));

    [Fact]
    public void Axes_in_opset_1_and_at_run_time()
    {
        Tensor x = new TensorRandom(1).Floats(1, 3, 1);
        NdArray expected = NdArray.Of(x).Reshape(1, 1, 3, 1);
        new OperatorCase("Unsqueeze", 1).Input(x).Attribute("axes", new[] { 1 }).Check(Tolerance.Exact, expected);
        new OperatorCase("Unsqueeze", 13).Input(x).Input(TestTensors.Int64s(1)).Check(Tolerance.Exact, expected);
    }
}
