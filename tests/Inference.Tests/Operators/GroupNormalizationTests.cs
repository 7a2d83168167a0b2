using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class GroupNormalizationTests
{
    [Theory]
    [InlineData(18, 2, 6)]
    [InlineData(18, 1, 5)]
    [InlineData(21, 2, 6)]
    [InlineData(21, 3, 48)]
    [InlineData(21, 17, 17)]
    public void Groups_of_channels(int opset, int groups, int channels)
    {
        var random = new TensorRandom(channels);
        Tensor x = random.Floats(2, channels, 7, 3);
        int units = opset < 21 ? groups : channels;
        Tensor scale = random.Floats(units), bias = random.Floats(units);
        NdArray one = NdArray.Build(new Shape(groups), _ => 1), zero = new(new Shape(groups));
        NdArray normal = ReferenceNormalization.Instance(
            NdArray.Of(x).Reshape(2, groups, x.Shape.ElementCount / 2 / groups), one, zero, 1e-3f)
                .Reshape(2, units, x.Shape.ElementCount / 2 / units);
        NdArray expected = NdArray.Build(
            normal.Shape, i => (normal[i] * scale.Span<float>()[(int)i[1]]) + bias.Span<float>()[(int)i[1]]).Reshape([.. x.Shape]);
        new OperatorCase("GroupNormalization", opset).WithoutOnnxRuntime().Input(x).Constant(scale).Constant(bias)
            .Attribute("num_groups", groups).Attribute("epsilon", 1e-3f).Check(Tolerance.Accumulated, expected);
        new OperatorCase("GroupNormalization", opset).WithoutOnnxRuntime().Input(x).Input(scale).Input(bias)
            .Attribute("num_groups", groups).Attribute("epsilon", 1e-3f).Check(Tolerance.Accumulated, expected);
    }

    [Fact]
    public void As_ONNX_Runtime()
    {
        var random = new TensorRandom(4);
        new OperatorCase("GroupNormalization", 21).Input(random.Floats(2, 8, 5, 5)).Constant(random.Floats(8)).Constant(random.Floats(8))
            .Attribute("num_groups", 4).Check(Tolerance.Accumulated);
    }

    [Fact]
    public void Groups_of_different_size_are_refused()
    {
        Tensor x = new TensorRandom(1).Floats(1, 5, 2);
        byte[] model = new OperatorCase("GroupNormalization", 21).Input(x).Constant(x.Reshape(new Shape(10)))
            .Constant(x.Reshape(new Shape(10)))
            .Attribute("num_groups", 2).Build(symbolic: false, folded: false);
        Assert.Contains("2 groups of 5", Assert.Throws<InvalidModelException>(() => TestEngines.Best.Run(model, [x]))
            .Message, StringComparison.Ordinal);
    }
}
