using Fovea.Inference.Onnx;
using Fovea.Inference.Operators;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>All operators that a model needs and the engine does not have are named at once, with what to do.</summary>
public sealed class MissingOperatorTests
{
    [Fact]
    public void All_are_named_with_their_number_and_domain_those_of_subgraphs_and_functions_too()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Domain("local", 1).Domain("com.microsoft.nchwc", 1).Input("c", ElementType.Bool)
            .Input("x", 4)
            .Function("local", "F", ["x"], ["y"], new OnnxModelBuilder(13).Node("Zzz", "x", "y"))
            .Function("local", "Unused", ["x"], ["y"], new OnnxModelBuilder(13).Node("Never", "x", "y"))
            .Node("Aaa", "x", "a").Node("Aaa", "a", "b").Node("com.microsoft.nchwc", "Conv", ["b"], ["d"])
            .Node("local", "F", ["d"], ["e"])
            .Node(
                "If", ["c"], ["y"], ("then_branch", new OnnxModelBuilder().Node("Inside", "e", "t").Output("t")),
                ("else_branch", new OnnxModelBuilder().Node("Neg", "e", "t").Output("t"))).Output("y");
        InferenceException error = RefusedModel.With(() => TestEngines.Best.Load(builder.Build(), "missing.onnx"));
        Assert.IsType<UnsupportedModelException>(error);
        Assert.Contains(
            "4 operators are not supported: Aaa (2 nodes), Inside (1 node), Zzz (1 node), com.microsoft.nchwc.Conv (1 node).",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("use the file before optimisation", error.Message, StringComparison.Ordinal);
        Assert.Contains("docs/operators.md", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onnx.brevitas", "Quant", "before its layers are quantised")]
    [InlineData("com.microsoft.extensions", "DecodeImage", "export the network without it")]
    [InlineData("ai.onnx.ml", "TreeEnsembleClassifier", "export the network alone")]
    [InlineData("com.microsoft", "QAttention", "and quantisation")]
    [InlineData("com.microsoft", "MatMulNBits", "integers of 8 bits per tensor or channel")]
    [InlineData("com.microsoft", "NhwcConv", "the file before optimisation")]
    [InlineData("com.microsoft.nchwc", "ReorderInput", "before optimisation")]
    [InlineData("somebody", "Something", "export the model with standard operators")]
    public void Foreign_domains_are_refused_with_what_to_do(string domain, string operation, string words) =>
        Assert.Contains(words, Refused(domain, operation, $"{domain}.{operation}").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("RandomNormal", "is not defined")]
    [InlineData("Bernoulli", "is not defined")]
    [InlineData("LSTM", "a Loop or a Scan")]
    [InlineData("Attention", "opset 22 or less")]
    [InlineData("DFT", "make them the network's input")]
    [InlineData("StringConcat", "do what needs strings outside")]
    [InlineData("OptionalHasElement", "tensors that are always there")]
    [InlineData("SequenceMap", "a Loop or a Scan")]
    [InlineData("ImageDecoder", "Fovea decodes them itself")]
    [InlineData("SoftmaxCrossEntropyLoss", "model.eval()")]
    [InlineData("Unheard", "docs/operators.md")]
    public void Operators_of_ONNX_are_refused_with_what_to_do(string operation, string words) =>
        Assert.Contains(words, Refused(string.Empty, operation, operation).Message, StringComparison.Ordinal);

    [Fact]
    public void What_to_do_is_said_of_operators_that_are_missing_only()
    {
        string[] all = [.. OperatorAdvice.Groups.SelectMany(group => group.Operators)];
        Assert.Equal(all.Distinct(), all);
        Assert.All(all, name => Assert.Null(OperatorTable.Find(name)));
        Assert.All(OperatorAdvice.Groups, group => Assert.Equal(group.Operators.Order(StringComparer.Ordinal), group.Operators));
    }

    [Fact]
    public void What_to_do_is_said_however_many_are_missing()
    {
        var builder = new OnnxModelBuilder(13).Input("x", 4);
        for (int i = 0; i < 100; i++)
            builder.Node($"AnOperatorWithAVeryLongName{i}", "x", $"y{i}").Output($"y{i}");
        builder.Node("GRU", "x", "g").Node("com.microsoft", "QAttention", ["x"], ["q"]);
        string message = RefusedModel.With(() => TestEngines.Best.Load(builder.Build(), "many.onnx")).Message;
        Assert.Contains("102 operators are not supported", message, StringComparison.Ordinal);
        Assert.Contains(" more. ", message, StringComparison.Ordinal);
        Assert.EndsWith("ORT_ENABLE_BASIC.", message, StringComparison.Ordinal);
    }

    private static InferenceException Refused(string domain, string operation, string name)
    {
        byte[] model = new OnnxModelBuilder(13).Domain(domain, 13).Input("x", 4).Node(domain, operation, ["x"], ["y"]).Output("y").Build();
        InferenceException error = RefusedModel.With(() => TestEngines.Best.Load(model, "foreign.onnx"));
        Assert.Contains($"the operator {name} (1 node) is not supported", error.Message, StringComparison.Ordinal);
        Assert.Equal((operation, $"{operation}_0"), (error.Context.Operator, error.Context.Node));
        return error;
    }

    [Fact]
    public void A_domain_that_is_imported_and_not_used_does_not_matter()
    {
        byte[] model = new OnnxModelBuilder(13).Domain("ai.onnx.ml", 2).Domain("somebody", 7).Input("x", 4).Node("Neg", "x", "y")
            .Output("y").Build();
        Assert.Equal(new Shape(4), TestEngines.Best.Run(model, [TestTensors.Floats(1, 2, 3, 4)])[0].Shape);
    }
}
