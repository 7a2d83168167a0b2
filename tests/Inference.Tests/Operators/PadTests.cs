using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class PadTests
{
    private static readonly Tensor X = new TensorRandom(1).Floats(2, 5, 7, 13);

    public static TheoryData<string, long[]> Pads() => new()
    {
        { "constant", [0, 0, 1, 1, 0, 0, 1, 1] },
        { "constant", [0, 3, 0, 0, 0, 4, 0, 0] },
        { "constant", [1, 0, 2, 3, 0, 1, 4, 5] },
        { "constant", [0, 0, -1, 2, 0, 0, 3, -4] },
        { "constant", [0, -2, 0, 0, 0, -1, 0, 0] },
        { "reflect", [0, 0, 3, 3, 0, 0, 3, 3] },
        { "reflect", [0, 1, 6, 12, 0, 4, 0, 5] },
        { "edge", [0, 0, 3, 1, 0, 0, 2, 9] },
        { "edge", [2, 1, 0, 0, 1, 2, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Pads))]
    public void Pads_as_attribute_or_input(string mode, long[] pads)
    {
        NdArray expected = ReferenceMovement.Pad(X, pads, mode, 1.5);
        new OperatorCase("Pad", 7).Input(X).Attribute("mode", mode).Attribute("pads", pads).Attribute("value", 1.5f)
            .Check(Tolerance.Exact, expected);
        foreach (long opset in new long[] { 11, 13, 18 })
        {
            new OperatorCase("Pad", opset)
                .Input(X).Constant(TestTensors.Int64s(pads)).Constant(TestTensors.Float(1.5f)).Attribute("mode", mode)
                .Check(Tolerance.Exact, expected);
        }
    }

    [Fact]
    public void Default_is_zero()
    {
        long[] pads = [0, 0, 1, 2, 0, 0, 3, 4];
        new OperatorCase("Pad", 7).Input(X).Attribute("pads", pads).Check(Tolerance.Exact, ReferenceMovement.Pad(X, pads));
        new OperatorCase("Pad", 13).Input(X).Constant(TestTensors.Int64s(pads)).Check(Tolerance.Exact, ReferenceMovement.Pad(X, pads));
    }

    [Fact]
    public void From_opset_18_axes_may_be_chosen() =>
        new OperatorCase("Pad", 18).Input(X).Constant(TestTensors.Int64s(1, 2, 3, 4)).Omitted().Constant(TestTensors.Int64s(-1, 2))
            .Check(Tolerance.Exact, ReferenceMovement.Pad(X, [0, 0, 2, 1, 0, 0, 4, 3]));

    [Theory]
    [InlineData(3, 3, 1, 1)]
    [InlineData(7, 7, 2, 1)]
    public void Before_a_convolution_it_merges_into_the_window(int kernel, int pad, int stride, int group)
    {
        var random = new TensorRandom(2);
        byte[] model = new OnnxModelBuilder()
            .Input("x", 2, 5, 13, 17).Initializer("w", random.Floats(16, 5 / group, kernel, kernel))
            .Initializer("pads", TestTensors.Int64s(0, 0, pad, pad - 1, 0, 0, pad, pad))
            .Node("Pad", ["x", "pads"], ["padded"])
            .Node("Conv", ["padded", "w"], ["y"], ("strides", new[] { stride, stride }), ("pads", new[] { 1, 0, 0, 1 }))
            .Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(2, 5, 13, 17)], Tolerance.Accumulated);
    }

    [Theory]
    [InlineData("constant", 2f)]
    [InlineData("reflect", 0f)]
    [InlineData("edge", 0f)]
    public void Padding_with_anything_but_zeros_stays_before_the_convolution(string mode, float value)
    {
        var random = new TensorRandom(3);
        byte[] model = new OnnxModelBuilder()
            .Input("x", 1, 5, 13, 17).Initializer("w", random.Floats(16, 5, 3, 3))
            .Initializer("pads", TestTensors.Int64s(0, 0, 1, 1, 0, 0, 1, 1)).Initializer("value", TestTensors.Float(value))
            .Node("Pad", ["x", "pads", "value"], ["padded"], ("mode", mode)).Node("Conv", ["padded", "w"], ["y"])
            .Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(1, 5, 13, 17)], Tolerance.Accumulated);
    }
}
