using CsCheck;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

/// <summary>An observed run shows the values of all layers, in the order of computation, from one plan.</summary>
public sealed class ObservedRunTests
{
    [Fact]
    public void Without_passes_the_values_have_the_bits_of_a_run_for_that_layer() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            RandomNetworks network = RandomNetworks.Create(seed);
            Tensor images = network.Images(1 + (seed % 2), seed);
            using InferenceModel model = TestEngines.Get(InstructionSets.Best, optimize: false).Load(network.Model, "test.onnx");
            foreach ((string layer, Tensor shown) in Show(model, images, [.. model.LayerNames]))
                ModelCheck.SameBits(model.Run([images], [layer])[0], shown, $"{layer} of seed {seed}");
        },
        iter: 40,
        threads: 1);

    [Fact]
    public void The_outputs_have_the_bits_of_a_prediction_and_all_layers_the_values_of_a_run_for_them() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            RandomNetworks network = RandomNetworks.Create(seed);
            Tensor images = network.Images(1, seed);
            using InferenceModel model = TestEngines.Best.Load(network.Model, "test.onnx");
            CheckOutputs(model, images);
            Tensor[] expected = model.Run([images], model.LayerNames);
            List<(string Layer, Tensor Value)> shown = Show(model, images, [.. model.LayerNames]);
            for (int i = 0; i < expected.Length; i++)
            {
                ModelCheck.Equal(
                    [expected[i]], [shown.Single(value => value.Layer == model.LayerNames[i]).Value], Tolerance.Network, $"{seed}");
            }
        },
        iter: 40,
        threads: 1);

    [Theory]
    [InlineData("models/resnet20-cifar10.onnx", new long[] { 1, 3, 32, 32 })]
    [InlineData("models/mnist-8/model.onnx", new long[] { 1, 1, 28, 28 })]
    [InlineData("models/squeezenet1.1.onnx", new long[] { 1, 3, 224, 224 })]
    [InlineData("models/mobilenet_v1_0.25_128.onnx", new long[] { 1, 3, 128, 128 })]
    public void Real_networks(string file, long[] shape)
    {
        Tensor image = new TensorRandom(3).Floats(shape);
        using InferenceModel model = TestEngines.Best.Load(File.ReadAllBytes(TestData.Find(file)), file);
        foreach ((string layer, Tensor shown) in Show(model, image, [.. model.LayerNames]))
            ModelCheck.Equal(model.Run([image], [layer]), [shown], Tolerance.Network, layer);
        CheckOutputs(model, image);
        Assert.Equal(
            model.DescribeLayers([image.Shape]).Select(layer => layer.Name).Order(),
            model.Observe([image.Shape]).Layers.Select(layer => layer.Name).Order());
    }

    // The shortcut lies in memory position by position, the product row by row: sums behind them depend on which order the total has.
    [Fact]
    public void A_residual_sum_that_is_shown_keeps_the_order_of_the_product_in_memory()
    {
        const int Channels = 5, Positions = 37;
        var random = new TensorRandom(7);
        OnnxModelBuilder builder = new OnnxModelBuilder(17).Input("x", 1, 3, 1, Positions)
            .Initializer("w", random.Floats(Channels, 3, 1, 1)).Initializer("m", random.Floats(Positions, Positions))
            .Initializer("row", random.Floats(Positions)).Initializer("rows", TestTensors.Int64s(1, Channels, Positions))
            .Node("Conv", ["x", "w"], ["c"]).Node("Reshape", ["c", "rows"], ["shortcut"]).Node("Sigmoid", "shortcut", "gate")
            .Node("MatMul", ["gate", "m"], ["product"]).Node("Add", ["product", "row"], ["branch"])
            .Node("Add", ["shortcut", "branch"], ["sum"]).Node("Mul", ["sum", "sum"], ["square"])
            .Node("ReduceMean", ["square"], ["y"], ("axes", new long[] { 2 })).Output("y");
        using InferenceModel model = TestEngines.Best.Load(builder.Build(), "residual.onnx");
        CheckOutputs(model, random.Floats(1, 3, 1, Positions));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(WildModels))]
    public void Outputs_of_networks_that_people_bring_have_the_bits_of_a_prediction(string file)
    {
        using InferenceModel model = TestEngines.Best.Load(File.ReadAllBytes(TestData.Find(file)), file);
        var random = new TensorRandom(9);
        const int OpenSide = 96;
        Tensor[] inputs =
        [
            .. model.Inputs.Select(input => random.Any(
                input.ElementType, new Shape([.. input.Shape.Dimensions!.Select((d, i) => d.Value ?? (i == 0 ? 1 : OpenSide))]), 0, 1)),
        ];
        CheckOutputs(model, inputs);
    }

    public static TheoryData<string> WildModels() =>
    [
        "wild/deimv2-atto/deimv2_hgnetv2_atto_coco.onnx", "wild/bodypix-mnv1/MobileNetV1-x050-stride16.onnx",
        "wild/fastestdet/FastestDet.onnx", "wild/ppocrv3-det/ch_PP-OCRv3_det_infer.onnx", "wild/retinaface-640/retinaface_640x640_opt.onnx",
        "wild/selfie-landscape/selfie_segmentation_landscape.onnx", "wild/sinet-portrait/SINet_Softmax.onnx",
        "wild/xfeat/xfeat_256x256.onnx", "wild/yolox-nano/yolox_nano.onnx", "wild/yunet-n-dynamic/yunet_n_dynamic.onnx",
    ];

    [Fact]
    public void The_bundled_digits_quantised_or_not_show_every_layer()
    {
        string file = Path.Combine(TestData.RepositoryRoot, "src/Models/Bundled/digits/model.onnx");
        using InferenceModel model = TestEngines.Best.Load(File.ReadAllBytes(file), "digits");
        Tensor image = new TensorRandom(5).Floats(new Shape([.. model.Inputs[0].Shape.Dimensions!.Select(d => d.Value ?? 1)]), 0, 1);
        foreach ((string layer, Tensor shown) in Show(model, image, [.. model.LayerNames]))
            ModelCheck.Equal(model.Run([image], [layer]), [shown], Tolerance.Network, layer);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(QuantizedFiles))]
    public void Quantised_networks_show_every_layer(string file)
    {
        using InferenceModel model = TestEngines.Best.Load(File.ReadAllBytes(TestData.Find(file)), file);
        Shape shape = new([.. model.Inputs[0].Shape.Dimensions!.Select(d => d.Value ?? 1)]);
        Tensor image = new TensorRandom(5).Any(model.Inputs[0].ElementType, shape, 0, 1);
        string[] layers = [.. model.DescribeLayers([shape]).Select(layer => layer.Name)];
        Assert.Equal(layers.Length, Show(model, image, layers).Count);
        CheckOutputs(model, image);
    }

    public static TheoryData<string> QuantizedFiles() => [.. Networks.QuantizedModelTests.Models().Select(row => row.Data).Take(4)];

    [Fact]
    public void All_layers_share_one_plan_and_memory_does_not_grow_with_layers()
    {
        const int Layers = 60;
        using InferenceModel model = TestEngines.Best.Load(Chain(Layers), "chain.onnx");
        Shape[] shapes = [new Shape(1, 32, 56, 56)];
        ObservedPlan plan = model.Observe(shapes);
        Assert.Same(plan, model.Observe(shapes));
        long layer = 32 * 56 * 56 * sizeof(float);
        Assert.InRange(plan.ArenaBytes, 2 * layer, 8 * layer);
        long before = model.PlanBytes;
        for (int i = 1; i <= Layers; i += 7)
            Assert.Single(Show(model, new TensorRandom(i).Floats(shapes[0]), [$"v{i}"]));
        Assert.Equal(before, model.PlanBytes);
        Assert.Equal(plan.PlanBytes, before);
    }

    [Fact]
    public void Layers_are_shown_in_the_order_of_computation_by_the_names_asked_for()
    {
        using InferenceModel model = TestEngines.Best.Load(Chain(6), "chain.onnx");
        List<(string Layer, Tensor Value)> shown = Show(model, new TensorRandom(1).Floats(1, 32, 56, 56), ["v5", "Conv_2", "v1"]);
        Assert.Equal(["v1", "Conv_2", "v5"], shown.Select(value => value.Layer));
    }

    [Fact]
    public void A_run_is_cancelled_between_two_layers()
    {
        using InferenceModel model = TestEngines.Best.Load(Chain(6), "chain.onnx");
        Tensor image = new TensorRandom(1).Floats(1, 32, 56, 56);
        using var source = new CancellationTokenSource();
        var shown = new List<string>();
        Assert.ThrowsAny<OperationCanceledException>(() => model.Observe([image.Shape]).Run(
            [image], ["v1", "v2", "v5"],
            (layer, _) =>
            {
                shown.Add(layer);
                if (layer == "v2")
                    source.Cancel();
            },
            cancellationToken: source.Token));
        Assert.Equal(["v1", "v2"], shown);
        Assert.Equal(3, Show(model, image, ["v1", "v2", "v5"]).Count);
    }

    [Fact]
    public void What_the_observer_throws_ends_the_run_and_is_thrown_as_it_is()
    {
        using InferenceModel model = TestEngines.Best.Load(Chain(3), "chain.onnx");
        Tensor image = new TensorRandom(1).Floats(1, 32, 56, 56);
        var thrown = new FormatException("of the caller");
        ObservedPlan plan = model.Observe([image.Shape]);
        Assert.Same(thrown, Assert.Throws<FormatException>(() => plan.Run([image], ["v1", "v2"], (_, _) => throw thrown)));
        Assert.Single(Show(model, image, ["v3"]));
    }

    [Fact]
    public void What_depends_on_data_or_does_not_exist_is_refused_with_a_sentence()
    {
        byte[] bytes = new OnnxModelBuilder(18).Input("x", 1, 4).Node("Relu", "x", "known").Node("NonZero", "known", "found")
            .Node("Cast", "found", "y", ("to", 1)).Output("y").Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "open.onnx");
        Tensor x = TestTensors.Floats(new Shape(1, 4), 1, -1, 2, 0);
        Assert.Equal([1, 0, 2, 0], Show(model, x, ["known"])[0].Value.Span<float>().ToArray());
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => Show(model, x, ["y"]));
        Assert.Contains("depends on the data", error.Message, StringComparison.Ordinal);
        Assert.Contains("know", Assert.Throws<InvalidInputException>(() => Show(model, x, ["know"])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => model.Observe([x.Shape]).Run([TestTensors.Floats(1)], ["known"], (_, _) => { }));
    }

    [Fact]
    public void Shares_of_layers_add_up_and_fused_layers_count_where_they_are_computed()
    {
        using InferenceModel model = TestEngines.Best.Load(Chain(6), "chain.onnx");
        Shape[] shapes = [new Shape(1, 32, 56, 56)];
        IReadOnlyDictionary<string, double> shares = model.LayerShares(shapes);
        Assert.InRange(shares.Values.Sum(), 0.5, 1.0001);
        string[] fused = [.. model.DescribeLayers(shapes).Where(layer => layer.FusedInto is not null).Select(layer => layer.Name)];
        Assert.DoesNotContain(shares.Keys, fused.Contains);
        Assert.All(shares.Values, share => Assert.InRange(share, 0, 1));
    }

    [Fact]
    public void Sources_are_the_layers_and_inputs_that_a_layer_reads()
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 2).Input("z", 1, 2).Node("Relu", "x", "a").Node("Add", ["a", "z"], ["b"])
            .Node("Mul", ["b", "b"], ["y"]).Output("y").Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "sources.onnx");
        IReadOnlyList<LayerInfo> layers = model.DescribeLayers([new Shape(1, 2), new Shape(1, 2)]);
        Assert.Equal([["x"], ["a", "z"], ["b"]], layers.Select(layer => layer.Sources.ToArray()));
    }

    // The network that is looked at is the one that serves.
    private static void CheckOutputs(InferenceModel model, params Tensor[] inputs)
    {
        Tensor[] predicted = model.Run(inputs);
        for (int i = 0; i < predicted.Length; i++)
        {
            if (model.FindLayer(model.Outputs[i].Name) is { } layer)
                ModelCheck.SameBits(predicted[i], Show(model, inputs, [layer])[0].Value, layer);
        }
    }

    private static List<(string Layer, Tensor Value)> Show(InferenceModel model, Tensor input, string[] layers) =>
        Show(model, [input], layers);

    private static List<(string Layer, Tensor Value)> Show(InferenceModel model, Tensor[] inputs, string[] layers)
    {
        var shown = new List<(string, Tensor)>();
        model.Observe([.. inputs.Select(input => input.Shape)]).Run(inputs, layers, (layer, value) => shown.Add((layer, value.ToTensor())));
        return shown;
    }

    private static byte[] Chain(int layers)
    {
        var builder = new OnnxModelBuilder().Input("v0", 1, 32, 56, 56)
            .Initializer("w", new TensorRandom(1).Floats(new Shape(32, 32, 3, 3), -0.1f, 0.1f));
        for (int i = 0; i < layers; i++)
            builder.Node("Conv", [$"v{i}", "w"], [$"v{i + 1}"], ("pads", new[] { 1, 1, 1, 1 }));
        return builder.Output($"v{layers}").Build();
    }
}
