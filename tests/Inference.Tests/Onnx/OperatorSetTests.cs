using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>Which version of the operator set a file is read as.</summary>
public sealed class OperatorSetTests
{
    [Theory]
    [InlineData(1, 1L)]
    [InlineData(2, 1L)]
    [InlineData(0, null)]
    [InlineData(3, null)]
    [InlineData(8, null)]
    public void Only_the_first_formats_may_leave_it_out(long format, long? opset)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13, format).Input("x", 4).Node("Neg", "x", "y").Output("y");
        builder.Model.OpsetImport.Clear();
        if (opset is null)
            RefusedModel.With(() => TestEngines.Best.Load(builder.Build(), "none.onnx"), "does not say which version");
        else
            Assert.Equal(opset, TestEngines.Best.Load(builder.Build(), "old.onnx").OpsetVersion);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(29)]
    [InlineData(long.MaxValue)]
    public void Versions_that_are_not_supported_are_named(long opset) => RefusedModel.With(
        () => TestEngines.Best.Load(new OnnxModelBuilder(opset).Input("x", 4).Node("Neg", "x", "y").Output("y").Build(), "new.onnx"),
        $"version {opset} of the ONNX operator set; supported are 1 to 28");

    [Fact]
    public void Both_names_of_the_domain_are_one()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", 4).Node("ai.onnx", "Neg", ["x"], ["y"]).Output("y");
        builder.Model.OpsetImport[0].Domain = "ai.onnx";
        Assert.Equal(13, TestEngines.Best.Load(builder.Build(), "named.onnx").OpsetVersion);
    }

    [Fact]
    public void Every_extent_may_be_open_channels_too()
    {
        byte[] model = new OnnxModelBuilder(13)
            .Input("x", Dimension.Named("n"), Dimension.Named("c"), Dimension.Named("h"), Dimension.Named("w"))
            .Node("Relu", "x", "a").Node("GlobalAveragePool", "a", "y").Output("y").Build();
        var random = new TensorRandom(3);
        foreach (Shape shape in new Shape[] { new(1, 3, 4, 5), new(2, 17, 3, 3) })
            ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(shape)], Tolerance.Accumulated);
    }

    [Fact]
    public void Nodes_may_be_in_any_order_and_an_initialiser_that_is_an_input_is_a_constant()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13, 3).Input("x", 4).Input("w", 4).Initializer("w", TestTensors.Floats(1, 2, 3, 4))
            .Node("Add", ["a", "w"], ["y"]).Node("Neg", "x", "a").Output("y");
        using InferenceModel model = TestEngines.Best.Load(builder.Build(), "order.onnx");
        Assert.Equal(["x"], model.Inputs.Select(input => input.Name));
        Assert.Equal([0f, 0, 0, 0], model.Run(("x", TestTensors.Floats(1, 2, 3, 4)))["y"].Span<float>().ToArray());
    }

    [Fact]
    public void Sparse_weights_are_refused_with_what_to_do()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", 4).Node("Neg", "x", "y").Output("y");
        builder.Model.Graph.SparseInitializer.Add(new SparseTensorProto { Dims = { 4 } });
        RefusedModel.With(() => TestEngines.Best.Load(builder.Build(), "sparse.onnx"), "Export the model with dense weights.");

        OnnxModelBuilder constant = new OnnxModelBuilder(13).Node("Constant", [], ["y"]).Output("y");
        constant.Model.Graph.Node[0].Attribute.Add(
            new AttributeProto { Name = "sparse_value", Type = AttributeProto.Types.AttributeType.SparseTensor });
        RefusedModel.With(() => TestEngines.Best.Load(constant.Build(), "sparse.onnx"), "export the model with dense weights");
    }
}
