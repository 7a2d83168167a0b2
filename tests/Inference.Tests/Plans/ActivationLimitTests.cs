using System.Diagnostics;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Plans;

/// <summary>Runs that would take too much memory are refused when they are compiled, at once and with nothing allocated.</summary>
public sealed class ActivationLimitTests
{
    private static readonly InferenceEngine Small = new(new InferenceOptions { Threads = 2, MaxActivationBytes = 1 << 20 });

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public void What_a_plan_takes_is_enough_though_a_batch_may_go_through_in_segments(int images)
    {
        var builder = new OnnxModelBuilder().Input("x", Dimension.Named("n"), 16, 128, 128)
            .Initializer("w", new TensorRandom(1).Floats(16, 16, 3, 3));
        for (int i = 0; i < 6; i++)
            builder.Node("Conv", [i == 0 ? "x" : $"c{i - 1}", "w"], [$"c{i}"], ("pads", new[] { 1, 1, 1, 1 }));
        byte[] model = builder.Output("c5").Build();
        Shape[] shapes = [new(images, 16, 128, 128)];

        long needed = Arena(model, shapes, limit: 1 << 30);

        Assert.Equal(needed, Arena(model, shapes, limit: needed));
        Assert.Throws<ActivationLimitException>(() => Arena(model, shapes, limit: needed - 1));
    }

    [Theory]
    [InlineData("Identity", 1 << 20)] // nothing is left of the graph but its input
    [InlineData("Relu", 1 << 17)]
    public void Inputs_and_outputs_count(string operation, long rows)
    {
        using InferenceModel model = Small.Load(Model(operation), "m.onnx");

        var error = Assert.Throws<ActivationLimitException>(() => model.Compile([new Shape(rows, 1)]));

        Assert.StartsWith("m.onnx: a run would take ", error.Message, StringComparison.Ordinal);
        Assert.Contains("at most 1,048,576", error.Message, StringComparison.Ordinal);
        model.Compile([new Shape(1 << 16, 1)]);
    }

    [Fact]
    public void A_batch_of_billions_is_refused_at_once()
    {
        using InferenceModel model = Small.Load(Model("Identity"), "m.onnx");
        long start = Stopwatch.GetTimestamp();

        Assert.Throws<ActivationLimitException>(() => model.Compile([new Shape(int.MaxValue - 1, 1)]));

        Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < 2, $"{Stopwatch.GetElapsedTime(start)}");
    }

    [Fact]
    public void A_size_above_that_of_a_tensor_is_refused_whatever_the_limit()
    {
        using InferenceModel model = TestEngines.Best.Load(Model("Relu"), "m.onnx");

        var error = Assert.Throws<ActivationLimitException>(() => model.Compile([new Shape(600_000_000, 1)]));

        Assert.Equal($"m.onnx: 'x' would take 2,400,000,000 bytes; a tensor may have at most {Array.MaxLength:N0}.", error.Message);
    }

    private static long Arena(byte[] model, Shape[] shapes, long limit)
    {
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 2, MaxActivationBytes = limit });
        using InferenceModel loaded = engine.Load(model, "m.onnx");
        return loaded.Compile(shapes).ArenaBytes;
    }

    private static byte[] Model(string operation) =>
        new OnnxModelBuilder().Input("x", Dimension.Named("n"), 1).Node(operation, ["x"], ["y"]).Output("y").Build();
}
