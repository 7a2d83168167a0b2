using CsCheck;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;
using Google.Protobuf;

namespace Fovea.Inference.Tests.Properties;

/// <summary>Any layer can be asked for, and has the value that ONNX Runtime computes for it.</summary>
public sealed class LayerOutputTests
{
    [Fact]
    public void Every_layer_of_random_networks() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            RandomNetworks network = RandomNetworks.Create(seed);
            CheckEveryLayer(network.Model, network.Images(2, seed), network.Values);
        },
        iter: 40,
        threads: 1);

    [Theory]
    [InlineData("models/resnet20-cifar10.onnx", new long[] { 1, 3, 32, 32 })]
    [InlineData("models/mnist-8/model.onnx", new long[] { 1, 1, 28, 28 })]
    [InlineData("models/mobilenet_v1_0.25_128.onnx", new long[] { 1, 3, 128, 128 })]
    public void Every_layer_of_real_networks(string file, long[] shape)
    {
        byte[] model = File.ReadAllBytes(TestData.Find(file));
        using InferenceModel loaded = TestEngines.Best.Load(model, file);
        string[] layers = [.. loaded.LayerNames];
        Assert.NotEmpty(layers);
        CheckEveryLayer(model, new TensorRandom(1).Floats(shape), layers);
    }

    [Fact]
    public void Several_layers_at_once_in_the_order_asked_for()
    {
        RandomNetworks network = RandomNetworks.Create(11);
        Tensor images = network.Images(2);
        string[] wanted = [network.Values[^1], network.Values[0], network.Values[1], network.Values[0]];
        using InferenceModel loaded = TestEngines.Best.Load(network.Model, "test.onnx");
        Tensor[] together = loaded.Run([images], wanted);
        Assert.Equal(wanted.Length, together.Length);
        Tensor[] expected = OnnxRuntimeOracle.Run(WithOutputs(network.Model, wanted[..3]), [images]);
        ModelCheck.Equal([.. expected, expected[1]], together, Tolerance.Accumulated, "several layers");
    }

    [Fact]
    public void A_node_name_is_an_alias_and_a_value_name_wins()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder()
            .Input("x", 1, 3).Node("Relu", "x", "a").Node("Exp", "a", "b").Node("Tanh", "b", "y").Output("y");
        builder.Model.Graph.Node[0].Name = "first";
        builder.Model.Graph.Node[1].Name = "a";
        using InferenceModel model = TestEngines.Best.Load(builder.Build(), "test.onnx");
        Assert.Equal("a", model.FindLayer("first"));
        Assert.Equal("a", model.FindLayer("a"));
        Assert.Equal("y", model.FindLayer("Tanh_2"));
        Assert.Null(model.FindLayer("nothing"));
        Assert.Equal(["a", "b", "y"], model.LayerNames);
    }

    [Fact]
    public void A_node_name_that_two_nodes_share_is_no_alias()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder().Input("x", 1, 3).Node("Relu", "x", "a").Node("Exp", "a", "y").Output("y");
        foreach (NodeProto node in builder.Model.Graph.Node)
            node.Name = "same";
        using InferenceModel model = TestEngines.Best.Load(builder.Build(), "test.onnx");
        Assert.Null(model.FindLayer("same"));
    }

    [Fact]
    public void An_unknown_layer_is_refused_by_name()
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 3).Node("Relu", "x", "relu1").Output("relu1").Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "test.onnx");
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => model.Compile([new Shape(1, 3)], ["relu2"]));
        Assert.Contains("relu2", error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// A layer may be off by a part of its range. Where an activation has cut almost everything away, the few values that are left
    /// carry the rounding of what was cut: a tenth of the largest range so far is the least that counts.
    /// </summary>
    private static void CheckEveryLayer(byte[] model, Tensor images, IReadOnlyList<string> layers)
    {
        Tensor[] expected = OnnxRuntimeOracle.Run(WithOutputs(model, layers), [images]);
        using InferenceModel loaded = TestEngines.Best.Load(model, "test.onnx");
        double largest = Tolerance.Range(images.ToDoubles());
        for (int i = 0; i < layers.Count; i++)
        {
            Tensor[] actual = loaded.Run([images], [layers[i]]);
            ModelCheck.Equal([expected[i]], actual, Tolerance.Network with { LeastRange = largest / 10 }, layers[i]);
            largest = Math.Max(largest, Tolerance.Range(expected[i].ToDoubles()));
        }
    }

    private static byte[] WithOutputs(byte[] model, IReadOnlyList<string> names)
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(model);
        proto.Graph.Output.Clear();
        proto.Graph.Output.AddRange(names.Select(name => new ValueInfoProto { Name = name }));
        return proto.ToByteArray();
    }
}
