using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>Where there is no memory to keep what the way back needs, parts of the way forwards are computed again.</summary>
public sealed class RecomputationTests(ITestOutputHelper output)
{
    [Theory(SkipTestWithoutData = true)]
    [InlineData("resnet50", 0.7)]
    [InlineData("densenet121", 0.6)]
    [InlineData("mobilenet_v2", 0.7)]
    [InlineData("efficientnet_b0", 0.7)]
    [InlineData("convnext_tiny", 0.7)]
    public void A_network_fits_into_less_memory_with_the_same_gradient(string name, double part)
    {
        using InferenceModel model = TestEngines.Best.Load(
            RandomWeights.Fill(File.ReadAllBytes(TestData.Find($"topologies/{name}.onnx"))), name);
        Tensor image = new TensorRandom(name.Length).Floats(1, 3, 224, 224);
        CompiledPlan kept = Compile(model, image.Shape, null);
        CompiledPlan again = Compile(model, image.Shape, (long)(kept.ArenaBytes * part));
        Tensor[] inputs = [image, new TensorRandom(3).Floats(kept.Inputs[^1].Shape, -1, 1)];

        output.WriteLine($"{name}: {kept.ArenaBytes:N0} bytes, or {again.ArenaBytes:N0}");
        Assert.InRange(again.ArenaBytes, 1, (long)(kept.ArenaBytes * part));
        Assert.NotSame(kept, again);
        Near(kept.Run(inputs), again.Run(inputs));
        Assert.Equal(Bits(again.Run(inputs, 1)), Bits(again.Run(inputs, 2)));
    }

    [Fact]
    public void Random_networks_have_the_same_gradient_or_are_refused()
    {
        int fitted = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            RandomNetworks network = RandomNetworks.Create(seed);
            using InferenceModel model = TestEngines.Best.Load(network.Model, $"network {seed}");
            Tensor image = network.Images(2);
            CompiledPlan kept = Compile(model, image.Shape, null);
            Tensor[] inputs = [image, new TensorRandom(seed).Floats(kept.Inputs[^1].Shape, -1, 1)];
            foreach (double part in new[] { 0.95, 0.8, 0.6 })
            {
                try
                {
                    CompiledPlan again = Compile(model, image.Shape, (long)(kept.ArenaBytes * part));
                    Assert.True(again.ArenaBytes <= kept.ArenaBytes * part);
                    Near(kept.Run(inputs), again.Run(inputs));
                    fitted++;
                }
                catch (ActivationLimitException error)
                {
                    Assert.True(error.Bytes > kept.ArenaBytes * part, $"network {seed}: {error.Message}");
                }
            }
        }

        output.WriteLine($"{fitted} of 180 fit");
        Assert.True(fitted > 5, $"{fitted} of 180 fit");
    }

    [Fact]
    public void A_loss_fits_too()
    {
        var builder = new OnnxModelBuilder().Input("x", 1, 8, 32, 32).Initializer("w", new TensorRandom(1).Floats(8, 8, 3, 3));
        for (int i = 0; i < 12; i++)
        {
            builder.Node("Conv", [i == 0 ? "x" : $"t{i - 1}", "w"], [$"c{i}"], ("pads", new long[] { 1, 1, 1, 1 }))
                .Node("Tanh", $"c{i}", $"t{i}");
        }

        using InferenceModel model = TestEngines.Best.Load(builder.Output("t11").Build(), "chain");
        Shape shape = new(1, 8, 32, 32);
        LossTerm[] terms = [new("t11", LossStatistic.Gram)];
        CompiledPlan kept = model.CompileLosses([shape], terms, ["x"]);
        CompiledPlan again = model.CompileLosses([shape], terms, ["x"], kept.ArenaBytes * 4 / 5);
        Tensor[] inputs =
        [
            new TensorRandom(2).Floats(shape, -1, 1), new TensorRandom(4).Floats(kept.Inputs[1].Shape, -1, 1),
            Tensor.From<float>(Shape.Scalar, [3]),
        ];

        Assert.InRange(again.ArenaBytes, 1, kept.ArenaBytes * 4 / 5);
        Near(kept.Run(inputs), again.Run(inputs));
        ActivationLimitException error = Assert.Throws<ActivationLimitException>(() => model.CompileLosses([shape], terms, ["x"], 1000));
        Assert.InRange(error.Bytes ?? 0, 1001, again.ArenaBytes);
    }

    [Fact]
    public void A_way_forwards_is_cut_where_little_is_alive()
    {
        // Wide values, with a narrow one in the middle.
        var graph = new Graph();
        Value current = graph.AddValue("x");
        current.Shape = SymbolicShape.Of(new Shape(100));
        var nodes = new List<Node>();
        for (int i = 0; i < 9; i++)
        {
            Value next = graph.AddValue($"v{i}");
            (next.Type, next.Shape) = (ElementType.Float32, SymbolicShape.Of(new Shape(i == 3 ? 2 : 100)));
            nodes.Add(new Node(OperatorTable.Find("Neg")!, null, NodeAttributes.None, [current], [next], 17));
            graph.Add(nodes[^1]);
            current = next;
        }

        Assert.Equal([9], ForwardSegments.Of([.. nodes], 1).Select(segment => segment.Length));
        Assert.Equal([4, 5], ForwardSegments.Of([.. nodes], 2).Select(segment => segment.Length));
        Assert.Equal(nodes, ForwardSegments.Of([.. nodes], 64).SelectMany(segment => segment));
    }

    private static CompiledPlan Compile(InferenceModel model, Shape image, long? maxBytes) => model.CompileGradient(
        [image], [model.Outputs[0].Name], [model.Inputs[0].Name], [model.Outputs[0].Name], maxBytes: maxBytes);

    private static void Near(Tensor[] expected, Tensor[] found)
    {
        foreach ((Tensor one, Tensor other) in expected.Zip(found))
        {
            float[] a = one.Span<float>().ToArray(), b = other.Span<float>().ToArray();
            double largest = a.Max(Math.Abs);
            Assert.All(a.Zip(b), pair => Assert.True(
                Math.Abs(pair.First - pair.Second) <= 1e-4 * largest, $"{pair.First} and {pair.Second}, at most {largest}"));
        }
    }

    private static byte[][] Bits(Tensor[] tensors) => [.. tensors.Select(tensor => tensor.Bytes.ToArray())];
}
