using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>Functions of a model are inlined where they are called.</summary>
public sealed class FunctionTests
{
    private const string Local = "local";

    private readonly TensorRandom _random = new(11);

    [Fact]
    public void Attributes_are_bound_defaults_hold_and_names_are_apart()
    {
        OnnxModelBuilder leaky = new OnnxModelBuilder(16).Node("LeakyRelu", "x", "t").Node("Add", ["t", "b"], ["y"]);
        leaky.Model.Graph.Node[0].Attribute.Add(Reference("alpha", "slope"));
        byte[] model = Start(16).Input("x", 2, 3).Input("t", 3)
            .Function(Local, "Leaky", ["x", "b"], ["y"], leaky, OnnxAttributes.Write("slope", 0.25f))
            .Node(Local, "Leaky", ["x", "t"], ["a"], ("slope", 0.5f)).Node(Local, "Leaky", ["a", "t"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3), _random.Floats(3)], Tolerance.Rounding);
    }

    [Fact]
    public void An_attribute_that_the_call_omits_is_omitted()
    {
        OnnxModelBuilder leaky = new OnnxModelBuilder(16).Node("LeakyRelu", "x", "y");
        leaky.Model.Graph.Node[0].Attribute.Add(Reference("alpha", "slope"));
        OnnxModelBuilder builder = Start(16).Input("x", 7).Function(Local, "Leaky", ["x"], ["y"], leaky)
            .Node(Local, "Leaky", ["x"], ["y"]).Output("y");
        builder.Model.Functions[0].Attribute.Add("slope");
        ModelCheck.AgreesWithOnnxRuntime(builder.Build(), [_random.Floats(7)], Tolerance.Rounding);
    }

    [Fact]
    public void Functions_call_functions_omit_inputs_and_hold_subgraphs()
    {
        OnnxModelBuilder inner = new OnnxModelBuilder(13).Node("Clip", ["x", "low", "high"], ["y"]);
        OnnxModelBuilder outer = new OnnxModelBuilder(13).Domain(Local, 1)
            .Node(Local, "Limit", ["x", "low", ""], ["t"])
            .Node(
                "If", ["c"], ["y"], ("then_branch", new OnnxModelBuilder().Node("Neg", "t", "r").Output("r")),
                ("else_branch", new OnnxModelBuilder().Node("Add", ["t", "x"], ["r"]).Output("r")));
        byte[] model = Start(13).Input("c", ElementType.Bool).Input("x", 5).Input("low")
            .Function(Local, "Limit", ["x", "low", "high"], ["y"], inner).Function(Local, "Choose", ["c", "x", "low"], ["y"], outer)
            .Node(Local, "Choose", ["c", "x", "low"], ["a"]).Node(Local, "Choose", ["c", "a", "low"], ["y"]).Output("y").Build();
        foreach (bool c in new[] { true, false })
        {
            ModelCheck.AgreesWithOnnxRuntime(
                model, [TestTensors.Bool(c), _random.Floats(5), TestTensors.Float(-0.25f)], Tolerance.Rounding);
        }
    }

    [Fact]
    public void A_function_is_written_in_its_own_opset()
    {
        // Opset 12 has the axes of a sum as attribute, opset 13 as input.
        OnnxModelBuilder sum = new OnnxModelBuilder(11).Node("Squeeze", ["x"], ["y"], ("axes", new[] { 1 }));
        byte[] model = Start(13).Input("x", 2, 1, 3).Function(Local, "Less", ["x"], ["y"], sum)
            .Node(Local, "Less", ["x"], ["y"]).Output("y").Build();
        Tensor x = _random.Floats(2, 1, 3);
        Assert.Equal(new Shape(2, 3), TestEngines.Best.Run(model, [x])[0].Shape);
    }

    [Fact]
    public void An_input_may_be_an_output()
    {
        OnnxModelBuilder nodes = new OnnxModelBuilder(13).Node("Neg", "x", "y");
        byte[] model = Start(13).Input("x", 4).Function(Local, "Both", ["x"], ["y", "x"], nodes)
            .Node(Local, "Both", ["x"], ["a", "b"]).Node("Add", ["a", "b"], ["y"]).Output("y").Output("b").Build();
        Tensor x = _random.Floats(4);
        Tensor[] results = TestEngines.Best.Run(model, [x]);
        Assert.All(results[0].Span<float>().ToArray(), value => Assert.Equal(0, value));
        ModelCheck.SameBits(x, results[1], "passed on");
    }

    [Fact]
    public void A_function_goes_before_an_operator()
    {
        byte[] model = Start(13).Domain("com.microsoft", 1).Input("x", 4)
            .Function("com.microsoft", "Gelu", ["x"], ["y"], new OnnxModelBuilder(13).Node("Neg", "x", "y"))
            .Node("com.microsoft", "Gelu", ["x"], ["y"]).Output("y").Build();
        Tensor x = _random.Floats(4);
        Assert.Equal(-x.Span<float>()[0], TestEngines.Best.Run(model, [x])[0].Span<float>()[0]);
    }

    [Fact]
    public void Functions_that_do_not_end_or_grow_without_end_are_refused()
    {
        OnnxModelBuilder again = new OnnxModelBuilder(13).Domain(Local, 1).Node(Local, "Other", ["x"], ["y"]);
        OnnxModelBuilder other = new OnnxModelBuilder(13).Domain(Local, 1).Node(Local, "Again", ["x"], ["y"]);
        Refused(
            Start(13).Function(Local, "Again", ["x"], ["y"], again).Function(Local, "Other", ["x"], ["y"], other)
                .Node(Local, "Again", ["x"], ["y"]), "the function local.Again calls itself");

        OnnxModelBuilder doubling = Start(13);
        doubling.Function(Local, "F0", ["x"], ["y"], new OnnxModelBuilder(13).Node("Neg", "x", "y"));
        for (int i = 1; i <= 30; i++)
        {
            doubling.Function(
                Local, $"F{i}", ["x"], ["y"],
                new OnnxModelBuilder(13).Domain(Local, 1).Node(Local, $"F{i - 1}", ["x"], ["t"]).Node(Local, $"F{i - 1}", ["t"], ["y"]));
        }

        Refused(doubling.Node(Local, "F30", ["x"], ["y"]), "more than 20,000 nodes");

        OnnxModelBuilder deep = Start(13);
        deep.Function(Local, "F0", ["x"], ["y"], new OnnxModelBuilder(13).Node("Neg", "x", "y"));
        for (int i = 1; i <= 5000; i++)
            deep.Function(Local, $"F{i}", ["x"], ["y"], new OnnxModelBuilder(13).Domain(Local, 1).Node(Local, $"F{i - 1}", ["x"], ["y"]));
        Refused(deep.Node(Local, "F5000", ["x"], ["y"]), "more than 32 deep");
    }

    [Fact]
    public void Functions_that_contradict_their_calls_are_refused()
    {
        OnnxModelBuilder Neg() => new OnnxModelBuilder(13).Node("Neg", "x", "y");
        Refused(Start(13).Function(Local, "F", ["x"], ["y"], Neg()).Node(Local, "F", ["x", "x"], ["y"]), "has 2 inputs and 1 outputs");
        Refused(Start(13).Function(Local, "F", ["x"], ["y", "z"], Neg()).Node(Local, "F", ["x"], ["y", "z"]), "does not write its output");
        Refused(Start(13).Function(Local, "F", ["x"], ["y"], Neg()).Function(Local, "F", ["x"], ["y"], Neg()), "is defined twice");
        Refused(Start(13).Function(Local, "F", ["x", "x"], ["y"], Neg()).Node(Local, "F", ["x"], ["y"]), "names an input twice");
        Refused(
            Start(13).Function(Local, "F", ["x"], ["y"], new OnnxModelBuilder(13).Node("Add", ["x", "q"], ["y"]))
                .Node(Local, "F", ["x"], ["y"]), "which no node, input or initialiser defines");
    }

    private static void Refused(OnnxModelBuilder builder, string words)
    {
        if (builder.Model.Graph.Input.Count == 0)
            builder.Input("x", 4);
        if (builder.Model.Graph.Node.Count == 0)
            builder.Node("Neg", "x", "y");
        RefusedModel.With(() => TestEngines.Best.Load(builder.Output("y").Build(), "functions.onnx"), words);
    }

    private static OnnxModelBuilder Start(int opset) => new OnnxModelBuilder(opset).Domain(Local, 1);

    private static AttributeProto Reference(string name, string to) =>
        new() { Name = name, RefAttrName = to, Type = AttributeProto.Types.AttributeType.Float };
}
