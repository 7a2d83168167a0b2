using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Segments;

/// <summary>Which models may run rows of different callers together.</summary>
public sealed class RowIndependenceTests
{
    private static readonly Dimension Batch = Dimension.Named("n");

    [Theory]
    [InlineData("squeezenet1_1")]
    [InlineData("mobilenet_v3_large")]
    [InlineData("resnet18")]
    [InlineData("densenet121")]
    [InlineData("shufflenet_v2_x1_0")]
    public void Classifiers_keep_images_apart(string name)
    {
        using InferenceModel model = TestEngines.Best.Load(
            RandomWeights.Fill(File.ReadAllBytes(TestData.Find($"topologies/{name}.onnx"))), name);
        Assert.True(model.KeepsRowsApart([new Shape(2, 3, 224, 224)]));
        Assert.True(model.KeepsRowsApart([new Shape(7, 3, 224, 224)]));
    }

    [Fact]
    public void A_mean_over_the_batch_mixes() =>
        Mixes(b => b.Node("ReduceMean", ["x"], ["m"], ("axes", new long[] { 0 }), ("keepdims", 1L)).Node("Sub", ["x", "m"], ["y"]));

    [Fact]
    public void A_softmax_over_the_batch_mixes() => Mixes(b => b.Node("Softmax", ["x"], ["y"], ("axis", 0L)));

    [Fact]
    public void A_transposed_batch_mixes() => Mixes(b => b.Node("Transpose", ["x"], ["y"], ("perm", new long[] { 1, 0, 2 })));

    [Fact]
    public void A_row_picked_out_mixes() => Mixes(b => b
        .Initializer("first", Tensor.From<long>(new Shape(1), [0])).Node("Gather", ["x", "first"], ["row"], ("axis", 0L))
        .Node("Add", ["x", "row"], ["y"]));

    /// <summary>
    /// With 4 rows of 4x4, the rows of the operand of lower rank are aligned with the columns, which shapes alone do not show.
    /// </summary>
    [Fact]
    public void An_operand_of_lower_rank_mixes()
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", Batch, 4, 4)
            .Node("ReduceMean", ["x"], ["m"], ("axes", new long[] { 1 }), ("keepdims", 0L)).Node("Add", ["x", "m"], ["y"]).Output("y")
            .Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "net.onnx");
        Assert.False(model.KeepsRowsApart([new Shape(4, 4, 4)]));
        ModelCheck.AgreesWithOnnxRuntime(bytes, [new TensorRandom(1).Floats(4, 4, 4)], Tolerance.Accumulated);
    }

    [Fact]
    public void A_number_of_rows_that_becomes_a_factor_mixes() => Mixes(b => b
        .Node("Shape", ["x"], ["shape"])
        .Initializer("zero", Tensor.From<long>(new Shape(1), [0])).Node("Gather", ["shape", "zero"], ["rows"])
        .Node("Cast", ["rows"], ["factor"], ("to", 1L)).Node("Mul", ["x", "factor"], ["y"]));

    [Fact]
    public void A_number_of_rows_that_shapes_a_tensor_does_not() => Apart(b => b
        .Node("Shape", ["x"], ["shape"])
        .Initializer("zero", Tensor.From<long>(new Shape(1), [0])).Node("Gather", ["shape", "zero"], ["rows"])
        .Initializer("rest", Tensor.From<long>(new Shape(1), [-1])).Node("Concat", ["rows", "rest"], ["target"], ("axis", 0L))
        .Node("Reshape", ["x", "target"], ["y"]));

    [Fact]
    public void A_row_that_is_repeated_where_it_is_alone_does_not() => Mixes(b => b
        .Initializer("shape", Tensor.From<long>(new Shape(3), [3, 1, 1])).Node("Expand", ["x", "shape"], ["y"]));

    [Fact]
    public void Shapes_that_the_model_does_not_take_are_not_shared()
    {
        using InferenceModel model = TestEngines.Best.Load(
            new OnnxModelBuilder().Input("x", 2, 4).Node("Relu", ["x"], ["y"]).Output("y").Build(), "net.onnx");
        Assert.False(model.KeepsRowsApart([new Shape(2, 4)]));
        Assert.False(model.KeepsRowsApart([new Shape(3, 4)]));
        Assert.False(model.KeepsRowsApart([new Shape(1, 4)]));
        Assert.False(model.KeepsRowsApart([]));
    }

    private static void Mixes(Func<OnnxModelBuilder, OnnxModelBuilder> nodes) => Check(nodes, false);

    private static void Apart(Func<OnnxModelBuilder, OnnxModelBuilder> nodes) => Check(nodes, true);

    private static void Check(Func<OnnxModelBuilder, OnnxModelBuilder> nodes, bool apart)
    {
        using InferenceModel model = TestEngines.Best.Load(
            nodes(new OnnxModelBuilder().Input("x", Batch, 3, 5)).Output("y").Build(), "net.onnx");
        foreach (int rows in new[] { 2, 3, 5 })
            Assert.Equal(apart, model.KeepsRowsApart([new Shape(rows, 3, 5)]));
    }
}
