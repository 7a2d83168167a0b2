using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Graphs whose shapes depend on the data: what is asked of them before a run has an answer, or an error of the model.</summary>
public sealed class OpenShapeTests
{
    private static readonly Shape[] Shapes = [new(2, 3, 4), new(1)];

    [Fact]
    public void A_pad_of_an_operand_of_unknown_rank_has_bounds()
    {
        using InferenceModel model = Load(
            WithAxes().Node("Squeeze", ["x", "axes"], ["s"]).Initializer("pads", TestTensors.Int64s(0, 0, 0, 0))
                .Node("Pad", ["s", "pads"], ["p"]).Node("Sigmoid", "p", "y"));
        Assert.Equal((0, 1), (model.BoundsOf(Shapes, "y").Min, model.BoundsOf(Shapes, "y").Max));
    }

    [Fact]
    public void A_reduction_over_axes_that_the_graph_computes_is_described_and_run()
    {
        using InferenceModel model = Load(WithAxes().Node("ReduceSum", ["x", "axes"], ["y"]));
        model.DescribeLayers(Shapes);
        Tensor ones = Tensor.From<float>(Shapes[0], [.. Enumerable.Repeat(1f, 24)]);
        Assert.Equal(new Shape(2, 1, 4), model.Run(("x", ones), ("axes", TestTensors.Int64s(1)))["y"].Shape);
        RefusedModel.With(() => model.Run(("x", ones), ("axes", TestTensors.Int64s(3))));
    }

    [Fact]
    public void An_empty_shape_that_the_graph_computes_does_not_make_a_scalar_of_many_elements()
    {
        InferenceException error = RefusedModel.With(() => Load(
            WithAxes().Initializer("none", TestTensors.Int64s(1)).Node("Slice", ["axes", "none", "none"], ["shape"])
                .Node("Reshape", ["x", "shape"], ["y"])));
        Assert.Contains("has 24 elements; the shape [] has 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElementType.Bool)]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.UInt8)]
    public void Computed_shapes_of_another_type_are_refused_when_loading(ElementType type)
    {
        foreach ((string operation, string[] inputs) in new[]
        {
            ("Reshape", new[] { "x", "s" }), ("Expand", ["x", "s"]), ("ConstantOfShape", ["s"]), ("Unsqueeze", ["x", "s"]),
            ("Squeeze", ["x", "s"]), ("ReduceSum", ["x", "s"]), ("Slice", ["x", "s", "s"]), ("Pad", ["x", "s"]), ("Split", ["x", "s"]),
        })
        {
            InferenceException error = RefusedModel.With(() => Load(
                new OnnxModelBuilder(13).Input("x", 2, 3, 4).Input("s", type, 1).Node(operation, inputs, ["y"])));
            Assert.Contains($"('s') is {type}; supported are", error.Message, StringComparison.Ordinal);
        }
    }

    private static OnnxModelBuilder WithAxes() => new OnnxModelBuilder(13).Input("x", 2, 3, 4).Input("axes", ElementType.Int64, 1);

    private static InferenceModel Load(OnnxModelBuilder builder) => TestEngines.Best.Load(builder.Output("y").Build(), "open.onnx");
}
