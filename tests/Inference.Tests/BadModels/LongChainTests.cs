using System.Diagnostics;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Files of many nodes: described and compiled in a time that grows with the nodes.</summary>
public sealed class LongChainTests
{
    private const int Nodes = 10_000;

    // Each takes less than a second on an idle machine.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("convolutions")]
    [InlineData("scales")]
    [InlineData("scales of one convolution")]
    [InlineData("normalisations")]
    [InlineData("shapes")]
    [InlineData("dead ends")]
    public void A_chain_is_compiled(string kind)
    {
        byte[] bytes = Chain(kind);
        long start = Stopwatch.GetTimestamp();
        // Whatever walks a chain must not do so by recursion: a thread of a service may have little stack.
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(() => Compile(bytes)), 256 << 10);
        thread.Start();
        thread.Join();
        Assert.Null(error);
        Assert.True(Stopwatch.GetElapsedTime(start) < MostTime, $"{kind}: {Stopwatch.GetElapsedTime(start)}");
    }

    private static void Compile(byte[] bytes)
    {
        Shape[] image = [new Shape(1, 2, 4, 4)];
        using var engine = new InferenceEngine();
        using InferenceModel model = engine.Load(bytes, "chain.onnx");
        model.DescribeLayers(image);
        model.BoundsOf(image, "last");
        model.Compile(image).Run([new Tensor(ElementType.Float32, image[0])]);
    }

    private static byte[] Chain(string kind)
    {
        var random = new TensorRandom(3);
        OnnxModelBuilder builder = new OnnxModelBuilder().Input("v0", 1, 2, 4, 4).Initializer("w", random.Floats(2, 2, 1, 1))
            .Initializer("row", random.Floats(new Shape(2), 0.5f, 1)).Initializer("s", random.Floats(new Shape(2, 1, 1), 0.5f, 1));
        string last = "v0";
        for (int i = 1; i < Nodes; i++)
        {
            string before = last;
            last = $"v{i}";
            switch (kind)
            {
                case "convolutions":
                case "scales" when i % 2 == 1:
                case "scales of one convolution" when i == 1:
                    builder.Node("Conv", [before, "w"], [last]);
                    break;
                case "scales" or "scales of one convolution":
                    builder.Node("Mul", [before, "s"], [last]);
                    break;
                case "normalisations":
                    builder.Node("BatchNormalization", [before, "row", "row", "row", "row"], [last]);
                    break;
                default:
                    builder.Node(kind == "shapes" ? "Shape" : "Sigmoid", "v0", last);
                    last = "v0";
                    break;
            }
        }

        return builder.Node("Identity", last, "last").Output("last").Build();
    }
}
