using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Plans;

/// <summary>Runs by name: the same bits as the plan's run, and errors that name the input.</summary>
public sealed class NamedRunTests
{
    private static readonly byte[] TwoInputs = new OnnxModelBuilder()
        .Input("image", Dimension.Named("n"), 2, 3).Input("bias", 2, 3)
        .Node("Add", ["image", "bias"], ["sum"]).Node("Relu", ["sum"], ["positive"]).Output("sum").Output("positive").Build();

    private static readonly Tensor Image = Tensor.From<float>(new Shape(1, 2, 3), [-1, -2, -3, 4, 5, 6]);
    private static readonly Tensor Bias = Tensor.From<float>(new Shape(2, 3), [2, 0, 0, 0, 0, 1]);

    [Fact]
    public void Outputs_are_found_by_name_in_the_models_order()
    {
        using InferenceModel model = TestEngines.Best.Load(TwoInputs, "two.onnx");

        TensorDictionary outputs = model.Run(("bias", Bias), ("image", Image));

        Assert.Equal("sum Float32[1,2,3], positive Float32[1,2,3]", outputs.ToString());
        Assert.Equal(["sum", "positive"], outputs.Keys);
        Assert.Equal([1f, -2, -3, 4, 5, 7], outputs["sum"].Span<float>().ToArray());
        Assert.Equal([1f, 0, 0, 4, 5, 7], outputs["positive"].Span<float>().ToArray());
    }

    [Fact]
    public void A_disposed_engine_names_itself()
    {
        var engine = new InferenceEngine();
        using InferenceModel model = engine.Load(TwoInputs, "two.onnx");
        CompiledPlan plan = model.Compile([Image.Shape, Bias.Shape]);
        engine.Dispose();

        Action[] calls =
        [
            () => engine.Load(TwoInputs, "two.onnx"),
            () => engine.Load("missing.onnx"),
            () => model.Run(("image", Image), ("bias", Bias)),
            () => plan.Run([Image, Bias]),
        ];
        Assert.All(calls, call => Assert.Equal(typeof(InferenceEngine).FullName, Assert.Throws<ObjectDisposedException>(call).ObjectName));
    }

    [Fact]
    public void Named_layers_are_computed_alone()
    {
        RandomNetworks network = RandomNetworks.Create(7);
        using InferenceModel model = TestEngines.Best.Load(network.Model, "test.onnx");
        Tensor images = network.Images(2);
        string[] layers = [network.Values[^1], network.Values[0]];

        TensorDictionary outputs = model.Run(layers, (model.Inputs[0].Name, images));

        Assert.Equal(layers, outputs.Keys);
        Tensor[] expected = model.Compile([images.Shape], layers).Run([images]);
        for (int i = 0; i < layers.Length; i++)
            ModelCheck.SameBits(expected[i], outputs[layers[i]], layers[i]);
    }

    [Fact]
    public void The_plan_of_a_shape_is_compiled_once()
    {
        using InferenceModel model = TestEngines.Best.Load(TwoInputs, "two.onnx");
        CompiledPlan plan = model.Compile([Image.Shape, Bias.Shape]);
        model.Run(("image", Image), ("bias", Bias));
        Assert.Same(plan, model.Compile([Image.Shape, Bias.Shape]));
    }

    [Fact]
    public async Task Any_number_of_threads_may_run_a_model_with_different_shapes()
    {
        RandomNetworks network = RandomNetworks.Create(5);
        using InferenceModel model = TestEngines.Best.Load(network.Model, "test.onnx");
        string name = model.Inputs[0].Name;
        Tensor[] images = [.. Enumerable.Range(0, 8).Select(i => network.Images(1 + (i % 3), seed: i))];
        using InferenceModel other = TestEngines.Best.Load(network.Model, "other.onnx");
        Tensor[] expected = [.. images.Select(image => other.Compile([image.Shape]).Run([image])[0])];

        await Task.WhenAll(images.Select((image, i) => Task.Run(() =>
        {
            for (int repetition = 0; repetition < 30; repetition++)
                ModelCheck.SameBits(expected[i], model.Run((name, image)).Values.First(), $"caller {i}, repetition {repetition}");
        })));
    }

    [Fact]
    public void An_unknown_input_names_the_nearest_and_all() => Refused(
        "two.onnx: there is no input 'imge'. Did you mean 'image'? The model takes 'image' Float32[n,2,3], 'bias' Float32[2,3].",
        ("imge", Image), ("bias", Bias));

    [Fact]
    public void A_missing_input_is_named() => Refused(
        "two.onnx: the input 'bias' Float32[2,3] is missing; a run is given every input by name.", ("image", Image));

    [Fact]
    public void An_input_that_is_given_twice_is_refused() => Refused(
        "two.onnx: the input 'image' is given twice.", ("image", Image), ("image", Image));

    [Fact]
    public void A_wrong_element_type_says_what_was_expected() => Refused(
        "two.onnx: the input 'image' takes Float32[n,2,3]; found Float64[1,2,3].",
        ("image", new Tensor(ElementType.Float64, new Shape(1, 2, 3))), ("bias", Bias));

    [Fact]
    public void A_wrong_shape_says_what_was_expected() => Refused(
        "two.onnx: the input 'image' takes Float32[n,2,3]; found the shape [1,3,2].",
        ("image", new Tensor(ElementType.Float32, new Shape(1, 3, 2))), ("bias", Bias));

    [Fact]
    public void An_unknown_layer_names_the_nearest()
    {
        using InferenceModel model = TestEngines.Best.Load(TwoInputs, "two.onnx");
        var error = Assert.Throws<InvalidInputException>(() => model.Run(["positiv"], ("image", Image), ("bias", Bias)));
        Assert.Equal("two.onnx: there is no layer 'positiv'. Did you mean 'positive'?", error.Message);
    }

    [Fact]
    public void An_output_that_was_not_run_says_which_were()
    {
        using InferenceModel model = TestEngines.Best.Load(TwoInputs, "two.onnx");
        TensorDictionary outputs = model.Run(["sum"], ("image", Image), ("bias", Bias));

        Assert.False(outputs.TryGetValue("positive", out _));
        Assert.Equal(
            "two.onnx: the run has no output 'positive'. It has 'sum'; another layer is asked for by name: Run([\"positive\"], ...).",
            Assert.Throws<KeyNotFoundException>(() => outputs["positive"]).Message);
    }

    [Fact]
    public void A_disposed_model_says_so()
    {
        InferenceModel model = TestEngines.Best.Load(TwoInputs, "two.onnx");
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Run(("image", Image), ("bias", Bias)));
    }

    private static void Refused(string message, params (string Name, Tensor Tensor)[] inputs)
    {
        using InferenceModel model = TestEngines.Best.Load(TwoInputs, "two.onnx");
        Assert.Equal(message, Assert.Throws<InvalidInputException>(() => model.Run(inputs)).Message);
    }
}
