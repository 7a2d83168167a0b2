using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Segments;

/// <summary>Batches that go through a part of the graph in chunks of images.</summary>
public sealed class SegmentTests
{
    private const int Batch = 6;

    [Fact]
    public void Early_layers_go_image_by_image_and_heavy_weights_take_the_whole_batch()
    {
        using InferenceModel model = TestEngines.Best.Load(Network(b => b), "net.onnx");
        CompiledPlan plan = model.Compile([new Shape(Batch, 8, 64, 64)]);
        SegmentStep first = Assert.IsType<SegmentStep>(plan.Steps[0]);
        Assert.Equal(Batch, first.Chunks);
        Assert.IsNotType<SegmentStep>(plan.Steps[^1]);
        Assert.Contains(plan.LeafSteps, step => step == first.Steps[0]);
    }

    [Fact]
    public void Activations_larger_than_a_cache_are_not_computed_for_all_images_at_once()
    {
        var random = new TensorRandom(5);
        (string, object)[] same = [("pads", new[] { 1, 1, 1, 1 })];
        byte[] bytes = new OnnxModelBuilder().Input("x", Dimension.Named("n"), 3, 112, 112)
            .Initializer("w1", random.Floats(64, 3, 3, 3)).Initializer("w2", random.Floats(64, 64, 3, 3))
            .Initializer("w3", random.Floats(64, 64, 3, 3))
            .Node("Conv", ["x", "w1"], ["a"], same).Node("Conv", ["a", "w2"], ["b"], same).Node("Conv", ["b", "w3"], ["c"], same)
            .Node("GlobalAveragePool", "c", "y").Output("y").Build();
        using InferenceModel model = TestEngines.Get(InferenceEngine.AvailableInstructionSets[^1], threads: 1).Load(bytes, "net.onnx");
        long alone = model.Compile([new Shape(1, 3, 112, 112)]).ArenaBytes,
            together = model.Compile([new Shape(8, 3, 112, 112)]).ArenaBytes;
        Assert.InRange(together, alone, 2 * alone);
    }

    [Fact]
    public void Every_image_has_the_bits_that_it_has_alone()
    {
        byte[] bytes = Network(b => b);
        Tensor images = new TensorRandom(1).Floats(Batch, 8, 64, 64);
        foreach (InstructionSet set in InferenceEngine.AvailableInstructionSets)
        {
            foreach (int threads in new[] { 1, 2 })
            {
                using InferenceModel model = TestEngines.Get(set, threads: threads).Load(bytes, "net.onnx");
                Tensor all = model.Run([images])[0];
                int size = images.Bytes.Length / Batch, result = all.Bytes.Length / Batch;
                for (int i = 0; i < Batch; i++)
                {
                    var image = new Tensor(ElementType.Float32, new Shape(1, 8, 64, 64));
                    images.Bytes.Slice(i * size, size).CopyTo(image.Bytes);
                    Assert.True(
                        model.Run([image])[0].Bytes.Span.SequenceEqual(all.Bytes.Span.Slice(i * result, result)),
                        $"{set}, {threads} threads, image {i}");
                }
            }
        }
    }

    public static TheoryData<string> Mixing() => [.. Mixers.Keys];

    /// <summary>Operators that look across images, in the middle of what could go image by image.</summary>
    [Theory]
    [MemberData(nameof(Mixing))]
    public void Images_that_depend_on_each_other_are_computed_together(string mixer) =>
        ModelCheck.AgreesWithOnnxRuntime(Network(Mixers[mixer]), [new TensorRandom(2).Floats(Batch, 8, 64, 64)], Tolerance.Accumulated);

    [Fact]
    public void A_cancelled_run_does_not_end_as_if_it_were_complete()
    {
        using InferenceModel model = TestEngines.Best.Load(Network(b => b), "net.onnx");
        CompiledPlan plan = model.Compile([new Shape(Batch, 8, 64, 64)]);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => plan.Run([new Tensor(ElementType.Float32, plan.Inputs[0].Shape)], plan.NewOutputs(), cancelled.Token));
    }

    private static readonly Dictionary<string, Func<OnnxModelBuilder, OnnxModelBuilder>> Mixers = new()
    {
        ["softmax over the batch"] = b => b.Node("Softmax", "a", "m", ("axis", 0)),
        ["concatenation along the batch"] = b => b.Node("Concat", ["a", "a"], ["m"], ("axis", 0)),
        ["the batch backwards"] = b => b
            .Initializer("starts", Tensor.From<long>(new Shape(1), [-1])).Initializer("ends", Tensor.From<long>(new Shape(1), [-1000]))
            .Initializer("axes", Tensor.From<long>(new Shape(1), [0])).Initializer("steps", Tensor.From<long>(new Shape(1), [-1]))
            .Node("Slice", ["a", "starts", "ends", "axes", "steps"], ["m"]),
        ["images in another order"] = b => b.Initializer("order", Tensor.From<long>(new Shape(6), [3, 1, 5, 0, 2, 4]))
            .Node("Gather", ["a", "order"], ["m"], ("axis", 0)),
        ["the mean image taken off"] = b => b.Node("ReduceMean", "a", "mean", ("axes", new[] { 0 })).Node("Sub", ["a", "mean"], ["m"]),
        ["a constant for each image"] = b => b.Initializer("each", new TensorRandom(4).Floats(Batch, 1, 1, 1))
            .Node("Mul", ["a", "each"], ["m"]),
        ["images and channels exchanged"] = b => b
            .Node("Transpose", "a", "t", ("perm", new[] { 1, 0, 2, 3 })).Node("Softmax", "t", "s", ("axis", 0))
            .Node("Transpose", "s", "m", ("perm", new[] { 1, 0, 2, 3 })),
        ["nothing, but an inner value is asked for too"] = b => b.Node("Relu", "a", "m").Output("a"),
    };

    /// <summary>Convolutions, then the given node, then convolutions and a fully connected layer with many weights.</summary>
    private static byte[] Network(Func<OnnxModelBuilder, OnnxModelBuilder> middle)
    {
        var random = new TensorRandom(3);
        (string, object)[] same = [("pads", new[] { 1, 1, 1, 1 })];
        OnnxModelBuilder builder = new OnnxModelBuilder()
            .Input("x", Dimension.Named("n"), 8, 64, 64)
            .Initializer("w1", random.Floats(32, 8, 3, 3)).Initializer("w2", random.Floats(8, 32, 3, 3))
            .Initializer("w3", random.Floats(400, 8 * 32 * 32))
            .Node("Conv", ["x", "w1"], ["c"], same).Node("Relu", "c", "r").Node("Conv", ["r", "w2"], ["a"], same);
        builder = middle(builder);
        string next = builder.Model.Graph.Node[^1].Output[0];
        return builder
            .Node("MaxPool", next, "p", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
            .Node("Flatten", "p", "f").Node("Gemm", ["f", "w3"], ["y"], ("transB", 1)).Output("y").Build();
    }
}
