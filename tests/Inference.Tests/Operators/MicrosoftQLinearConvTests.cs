using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MicrosoftQLinearConvTests
{
    private const string Domain = "com.microsoft";

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(6, 1)]
    public void As_that_of_ONNX(int groups, int channelsLast)
    {
        foreach (ElementType type in QuantizedOperands.Types)
        {
            Tensor x = QuantizedOperands.Any(type, channelsLast == 0 ? [2, 6, 7, 5] : [2, 7, 5, 6]);
            OperatorCase given = new OperatorCase("QLinearConv", 13, Domain).Input(x).Constant(TestTensors.Float(0.02f))
                .Constant(QuantizedOperands.Zero(type, 3)).Constant(QuantizedOperands.Weights(ElementType.Int8, 12, 6 / groups, 3, 2))
                .Constant(TestTensors.Float(0.004f)).Constant(QuantizedOperands.Zero(ElementType.Int8, 0))
                .Constant(TestTensors.Float(0.03f)).Constant(QuantizedOperands.Zero(type, -9))
                .Constant(new TensorRandom(1).Integers(ElementType.Int32, new Shape(12), -3000, 3000))
                .Attribute("group", groups).Attribute("pads", new[] { 1, 0, 1, 1 }).Attribute("strides", new[] { 2, 1 })
                .Attribute("channels_last", channelsLast);
            given.Outputs(type).WithinOneStepOfOnnxRuntime().Check(Tolerance.Exact);
        }
    }

    [Fact]
    public void Images_of_unknown_rank_are_refused()
    {
        byte[] model = new OnnxModelBuilder(13).Domain(Domain, 1).Input("x", ElementType.UInt8, 2, 4)
            .Initializer("s", TestTensors.Float(1)).Initializer("z", TestTensors.Byte(0))
            .Initializer("w", QuantizedOperands.Any(ElementType.UInt8, 4, 4))
            .Node(Domain, "QLinearConv", ["x", "s", "z", "w", "s", "z", "s", "z"], ["y"], ("channels_last", 1))
            .Output("y", ElementType.UInt8).Build();
        RefusedModel.With(() => TestEngines.Best.Load(model, "model"), "expected at least 3");
    }
}
