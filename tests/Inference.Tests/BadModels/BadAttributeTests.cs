using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Attributes of the wrong type or with impossible values: refused when loading or compiling, naming the node.</summary>
public sealed class BadAttributeTests
{
    public static TheoryData<string, string, object> Attributes() => new()
    {
        { "Conv", "kernel_shape", new[] { 0, 0 } },
        { "Conv", "kernel_shape", new[] { -3, -3 } },
        { "Conv", "kernel_shape", new[] { 5, 5 } },
        { "Conv", "kernel_shape", new[] { 3 } },
        { "Conv", "strides", new[] { 0, 0 } },
        { "Conv", "strides", new[] { -1, 1 } },
        { "Conv", "strides", new[] { 1, 1, 1 } },
        { "Conv", "dilations", new[] { 0, 1 } },
        { "Conv", "dilations", new[] { long.MaxValue, 1 } },
        { "Conv", "pads", new[] { -9, -9, -9, -9 } },
        { "Conv", "pads", new[] { 1, 1, 1 } },
        { "Conv", "pads", new[] { long.MaxValue, 0, 0, 0 } },
        { "Conv", "pads", new[] { 1L << 40, 1L << 40, 1L << 40, 1L << 40 } },
        { "Conv", "pads", "1,1,1,1" },
        { "Conv", "group", 3 },
        { "Conv", "group", 0 },
        { "Conv", "group", -1 },
        { "Conv", "group", 1.5f },
        { "Conv", "auto_pad", "SAME" },
        { "Conv", "auto_pad", 1 },
        { "MaxPool", "kernel_shape", new[] { 0, 2 } },
        { "MaxPool", "kernel_shape", new[] { -1, 2 } },
        { "MaxPool", "kernel_shape", new[] { 100, 100 } },
        { "MaxPool", "kernel_shape", 2 },
        { "AveragePool", "kernel_shape", new[] { 0, 0 } },
        { "AveragePool", "kernel_shape", new[] { 1L << 40, 1L << 40 } },
        { "Concat", "axis", 4 },
        { "Concat", "axis", -5 },
        { "Concat", "axis", "1" },
        { "Transpose", "perm", new[] { 0, 1, 2 } },
        { "Transpose", "perm", new[] { 0, 1, 2, 2 } },
        { "Transpose", "perm", new[] { 0, 1, 2, 4 } },
        { "Softmax", "axis", 4 },
        { "Softmax", "axis", -5 },
        { "Flatten", "axis", 5 },
        { "LRN", "size", 0 },
        { "LRN", "size", -5 },
        { "Cast", "to", 77 },
        { "Cast", "to", 0 },
        { "Split", "axis", 9 },
        { "ReduceMean", "axes", new[] { 7 } },
        { "ConvTranspose", "strides", new[] { 0, 0 } },
        { "ConvTranspose", "strides", new[] { 1L << 40, 1L << 40 } },
        { "ConvTranspose", "pads", new[] { 99, 99, 99, 99 } },
        { "ConvTranspose", "group", 3 },
    };

    [Theory]
    [MemberData(nameof(Attributes))]
    public void Is_refused_naming_the_node(string operation, string attribute, object value)
    {
        InferenceException error = RefusedModel.With(() => LoadAndCompile(operation, attribute, value));
        Assert.True(error is InvalidModelException or UnsupportedModelException, error.ToString());
        Assert.Contains($"{operation}_0", error.Message, StringComparison.Ordinal);
        Assert.Contains("bad.onnx", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MaxPool", "kernel_shape")]
    [InlineData("Concat", "axis")]
    [InlineData("Cast", "to")]
    [InlineData("LRN", "size")]
    public void A_missing_required_attribute_is_named(string operation, string attribute)
    {
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => LoadAndCompile(operation, null, 0));
        Assert.Contains(attribute, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, long[]> Targets() => new()
    {
        { "Reshape", [-1, -1] },
        { "Reshape", [-2, 8] },
        { "Reshape", [5, 7] },
        { "Reshape", [7, -1] },
        { "Reshape", [1L << 40, 1L << 40] },
        { "Squeeze", [1] },
        { "Squeeze", [9] },
        { "Unsqueeze", [9] },
        { "Unsqueeze", [1, 1] },
        { "Pad", [1, 1] },
        { "Pad", [0, 0, -9, 0, 0, 0, -9, 0] },
        { "Pad", [0, 0, 1L << 40, 0, 0, 0, 1L << 40, 0] },
        { "Split", [3, 3] },
        { "Split", [-1, 5] },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void Bad_values_of_an_operand_are_refused(string operation, long[] values)
    {
        (string, object)[] attributes = operation switch
        {
            "Split" => [("axis", 1)],
            _ => [],
        };
        byte[] bytes = new OnnxModelBuilder(13).Input("x", 1, 4, 8, 8).Initializer("operand", TestTensors.Int64s(values))
            .Node(operation, ["x", "operand"], operation == "Split" ? ["y", "z"] : ["y"], attributes).Output("y").Build();
        InferenceException error = RefusedModel.With(
            () => TestEngines.Best.Run(bytes, [new Tensor(ElementType.Float32, new Shape(1, 4, 8, 8))]));
        Assert.True(error is InvalidModelException or UnsupportedModelException, error.ToString());
        Assert.Contains($"{operation}_0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Activations_beyond_the_limit_are_refused_before_they_are_allocated()
    {
        byte[] bytes = new OnnxModelBuilder(13).Input("x", 1, 3, Dimension.Named("h"), Dimension.Named("w"))
            .Initializer("w0", new TensorRandom(1).Floats(512, 3, 1, 1)).Node("Conv", ["x", "w0"], ["y"]).Output("y").Build();
        using var engine = new InferenceEngine(new InferenceOptions { MaxActivationBytes = 1 << 20, Threads = 1 });
        using InferenceModel model = engine.Load(bytes, "big.onnx");
        model.Compile([new Shape(1, 3, 8, 8)]);
        InferenceException error = RefusedModel.With(() => model.Compile([new Shape(1, 3, 4096, 4096)]));
        Assert.True(error is InvalidInputException or InvalidModelException, error.ToString());
        Assert.Contains("big.onnx", error.Message, StringComparison.Ordinal);
    }

    private static void LoadAndCompile(string operation, string? attribute, object value)
    {
        var builder = new OnnxModelBuilder(13).Input("x", 1, 4, 8, 8).Initializer("w", new TensorRandom(1).Floats(4, 4, 3, 3));
        string[] inputs = operation switch
        {
            "Conv" or "ConvTranspose" => ["x", "w"],
            "Concat" => ["x", "x"],
            _ => ["x"],
        };
        (string, object)[] required = operation switch
        {
            "LRN" when attribute is not null and not "size" => [("size", 3)],
            _ => [],
        };
        builder.Node(
            operation, inputs, operation == "Split"
                ? ["y", "z"]
                : ["y"], attribute is null ? required : [.. required, (attribute, value)]).Output("y");
        using InferenceModel model = TestEngines.Best.Load(builder.Build(), "bad.onnx");
        model.Compile([new Shape(1, 4, 8, 8)]);
    }
}
