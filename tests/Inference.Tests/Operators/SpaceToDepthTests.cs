using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SpaceToDepthTests
{
    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(5, 3, 13)]
    public void Blocks(int channels, int block, long opset) =>
        new OperatorCase("SpaceToDepth", opset).Input(new TensorRandom(channels).Floats(2, channels, 3 * block, 5 * block))
            .Attribute("blocksize", block).Check(Tolerance.Exact);

    [Fact]
    public void Element_types() => new OperatorCase("SpaceToDepth", 13).Input(new TensorRandom(2).Doubles(new Shape(1, 3, 4, 6)))
        .Attribute("blocksize", 2).Check(Tolerance.Exact);

    [Fact]
    public void It_undoes_depth_to_space()
    {
        Tensor x = new TensorRandom(3).Floats(2, 12, 3, 5);
        byte[] model = new OnnxModelBuilder().Input("x", 2, 12, 3, 5).Node("DepthToSpace", "x", "d", ("blocksize", 2))
            .Node("SpaceToDepth", "d", "y", ("blocksize", 2)).Output("y").Build();
        ModelCheck.Agrees(model, [x], [x], Tolerance.Exact);
    }

    [Fact]
    public void An_image_that_does_not_divide_is_refused()
    {
        Tensor x = new TensorRandom(4).Floats(1, 3, 4, 5);
        byte[] model = new OperatorCase("SpaceToDepth", 13).Input(x).Attribute("blocksize", 2).Build(symbolic: false, folded: false);
        RefusedModel.With(() => TestEngines.Best.Run(model, [x]));
    }
}
