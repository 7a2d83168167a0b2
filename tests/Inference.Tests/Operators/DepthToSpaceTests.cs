using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class DepthToSpaceTests
{
    [Theory]
    [InlineData("DCR", 2)]
    [InlineData("CRD", 2)]
    [InlineData("DCR", 3)]
    [InlineData("CRD", 3)]
    [InlineData("CRD", 1)]
    public void Modes(string mode, int block)
    {
        foreach (int channels in new[] { 1, 3, 5 })
        {
            Tensor x = new TensorRandom(channels).Floats(2, channels * block * block, 3, 5);
            foreach (long opset in new long[] { 11, 13 })
            {
                new OperatorCase("DepthToSpace", opset).Input(x).Attribute("blocksize", block).Attribute("mode", mode)
                    .Check(Tolerance.Exact);
            }
        }
    }

    [Fact]
    public void Opset_1_has_one_mode() =>
        new OperatorCase("DepthToSpace", 1).Input(new TensorRandom(1).Floats(1, 8, 3, 2)).Attribute("blocksize", 2).Check(Tolerance.Exact);

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Float64)]
    public void Element_types(ElementType type) =>
        new OperatorCase("DepthToSpace", 13).Input(new TensorRandom(2).Any(type, new Shape(1, 12, 2, 3))).Attribute("blocksize", 2)
            .Check(Tolerance.Exact);

    [Theory]
    [InlineData("CRD")]
    [InlineData("DCR")]
    public void After_a_convolution(string mode)
    {
        var random = new TensorRandom(3);
        byte[] model = new OnnxModelBuilder()
            .Input("x", 2, 5, 6, 7).Initializer("w", random.Floats(12, 5, 3, 3))
            .Node("Conv", ["x", "w"], ["c"], ("pads", new[] { 1, 1, 1, 1 }))
            .Node("DepthToSpace", ["c"], ["y"], ("blocksize", 2), ("mode", mode)).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(2, 5, 6, 7)], Tolerance.Accumulated);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Impossible_blocks_are_refused(int block)
    {
        byte[] model = new OperatorCase("DepthToSpace", 13).Input(new TensorRandom(4).Floats(1, 8, 3, 2)).Attribute("blocksize", block)
            .Build(symbolic: false, folded: false);
        RefusedModel.With(() => TestEngines.Best.Run(model, [new TensorRandom(4).Floats(1, 8, 3, 2)]));
    }
}
