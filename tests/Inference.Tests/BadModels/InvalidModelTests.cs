using Fovea.Inference.Tests.Support;
using Google.Protobuf;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Models that parse as protobuf but contradict ONNX: the message names file and culprit.</summary>
public sealed class InvalidModelTests
{
    [Fact]
    public void An_unknown_operator_is_named_with_its_node_and_domain()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder().Domain("com.example", 1).Input("x", 1).Node("Frobnicate", "x", "y").Output("y");
        builder.Model.Graph.Node[0].Name = "layer7/frob";
        builder.Model.Graph.Node[0].Domain = "com.example";
        UnsupportedModelException error = Assert.Throws<UnsupportedModelException>(() => Load(builder));
        Assert.All(
            ["bad.onnx", "Frobnicate", "layer7/frob", "com.example"],
            part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_operator_of_the_default_domain_is_named()
    {
        UnsupportedModelException error = Assert.Throws<UnsupportedModelException>(() =>
            Load(new OnnxModelBuilder().Input("x", 1).Node("Frobnicate", "x", "y").Output("y")));
        Assert.All(["bad.onnx", "Frobnicate", "Frobnicate_0"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(29)]
    [InlineData(1000)]
    public void An_opset_out_of_range_is_named(int opset)
    {
        UnsupportedModelException error = Assert.Throws<UnsupportedModelException>(() =>
            Load(new OnnxModelBuilder(opset).Input("x", 1).Node("Relu", "x", "y").Output("y")));
        Assert.Contains(opset.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Contains("bad.onnx", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void An_opset_that_cannot_be_is_refused(int opset) =>
        RefusedModel.With(() => Load(new OnnxModelBuilder(opset).Input("x", 1).Node("Relu", "x", "y").Output("y")));

    [Fact]
    public void No_opset_at_all_is_refused()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder().Input("x", 1).Node("Relu", "x", "y").Output("y");
        builder.Model.OpsetImport.Clear();
        RefusedModel.With(() => Load(builder));
    }

    [Fact]
    public void No_graph_is_refused()
    {
        OnnxModelBuilder builder = new();
        builder.Model.Graph = null;
        Assert.Throws<InvalidModelException>(() => Load(builder));
    }

    [Fact]
    public void A_node_that_reads_an_unwritten_value_is_named()
    {
        InvalidModelException error = Assert.Throws<InvalidModelException>(() =>
            Load(new OnnxModelBuilder().Input("x", 1).Node("Add", ["x", "ghost"], ["y"]).Output("y")));
        Assert.All(["bad.onnx", "ghost", "Add_0"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_cycle_is_refused() => Assert.Throws<InvalidModelException>(() => Load(new OnnxModelBuilder()
        .Input("x", 1).Node("Add", ["x", "b"], ["a"]).Node("Relu", "a", "b").Output("b")));

    [Fact]
    public void A_node_that_reads_itself_is_refused() => Assert.Throws<InvalidModelException>(() => Load(new OnnxModelBuilder()
        .Input("x", 1).Node("Add", ["x", "a"], ["a"]).Output("a")));

    [Fact]
    public void Two_nodes_that_write_one_value_are_refused()
    {
        InvalidModelException error = Assert.Throws<InvalidModelException>(() =>
            Load(new OnnxModelBuilder().Input("x", 1).Node("Relu", "x", "same").Node("Exp", "x", "same").Output("same")));
        Assert.Contains("same", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unwritten_output_is_named()
    {
        InvalidModelException error = Assert.Throws<InvalidModelException>(() =>
            Load(new OnnxModelBuilder().Input("x", 1).Node("Relu", "x", "y").Output("ghost")));
        Assert.Contains("ghost", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_inputs_of_one_name_are_refused() => Assert.Throws<InvalidModelException>(() =>
        Load(new OnnxModelBuilder().Input("x", 1).Input("x", 2).Node("Relu", "x", "y").Output("y")));

    [Fact]
    public void Two_initialisers_of_one_name_are_refused() => Assert.Throws<InvalidModelException>(() =>
        Load(new OnnxModelBuilder().Input("x", 1).Initializer("w", TestTensors.Floats(1)).Initializer("w", TestTensors.Floats(2))
            .Node("Add", ["x", "w"], ["y"]).Output("y")));

    [Fact]
    public void A_graph_without_outputs_is_refused() => Assert.Throws<InvalidModelException>(() =>
        Load(new OnnxModelBuilder().Input("x", 1).Node("Relu", "x", "y")));

    [Fact]
    public void A_missing_required_operand_is_refused() => Assert.Throws<InvalidModelException>(() =>
        Load(new OnnxModelBuilder().Input("x", 1, 3, 8, 8).Node("Conv", "x", "y").Output("y")));

    [Fact]
    public void Types_that_do_not_go_together_are_refused() => Assert.Throws<InvalidModelException>(() =>
        LoadAndCompile(new OnnxModelBuilder().Input("x", 3).Initializer("w", TestTensors.Int64s(1, 2, 3))
            .Node("Add", ["x", "w"], ["y"]).Output("y"), new Shape(3)));

    [Fact]
    public void Shapes_that_do_not_go_together_are_refused() => Assert.Throws<InvalidModelException>(() =>
        LoadAndCompile(new OnnxModelBuilder().Input("x", 3).Initializer("w", TestTensors.Floats(1, 2))
            .Node("Add", ["x", "w"], ["y"]).Output("y"), new Shape(3)));

    [Fact]
    public void Many_nodes_in_a_row_neither_overflow_the_stack_nor_hang()
    {
        var builder = new OnnxModelBuilder().Input("v0", 4);
        for (int i = 0; i < 20_000; i++)
            builder.Node(i % 2 == 0 ? "Relu" : "Identity", $"v{i}", $"v{i + 1}");
        byte[] bytes = builder.Output("v20000").Build();
        Tensor x = TestTensors.Floats(-1, 0, 1, 2);
        Assert.Equal([0f, 0f, 1f, 2f], TestEngines.Best.Run(bytes, [x])[0].Span<float>().ToArray());
    }

    [Fact]
    public void Nested_messages_without_end_are_refused()
    {
        byte[] nested = [];
        for (int depth = 0; depth < 5000; depth++)
            nested = [0x32, .. Varint(nested.Length), .. nested];
        OnnxModelBuilder builder = new OnnxModelBuilder().Input("x", 1).Node("Relu", "x", "y").Output("y");
        byte[] attribute = [0x2A, .. Varint(nested.Length), .. nested];
        byte[] node = [0x0A, .. Varint(attribute.Length), .. attribute];
        byte[] graph = [0x3A, .. Varint(node.Length), .. node];
        RefusedModel.With(() => TestEngines.Best.Load((byte[])[.. builder.Build(), .. graph], "bad.onnx"));
    }

    private static void Load(OnnxModelBuilder builder)
    {
        using InferenceModel model = TestEngines.Best.Load(builder.Model.ToByteArray(), "bad.onnx");
        model.Compile([.. model.Inputs.Select(input => input.Shape.ToShape())]);
    }

    private static void LoadAndCompile(OnnxModelBuilder builder, Shape shape)
    {
        using InferenceModel model = TestEngines.Best.Load(builder.Build(), "bad.onnx");
        model.Compile([shape]);
    }

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
