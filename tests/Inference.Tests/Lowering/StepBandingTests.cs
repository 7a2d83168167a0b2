using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Lowering;

/// <summary>Blocks of 1x1, larger and 1x1 convolutions that are computed in bands of lines.</summary>
public sealed class StepBandingTests
{
    [Theory]
    [InlineData(24, 40, 17, 112, 30, 3, 1)]
    [InlineData(16, 96, 24, 57, 61, 3, 2)]
    [InlineData(5, 33, 7, 29, 200, 5, 1)]
    [InlineData(3, 16, 49, 64, 64, 7, 1)]
    [InlineData(24, 144, 24, 56, 56, 3, 1)]
    [InlineData(3, 32, 16, 112, 97, 3, 1, 3)]
    [InlineData(1, 16, 24, 131, 64, 5, 2, 5)]
    public void Have_the_same_bits_as_the_single_steps(
        int channels, int wide, int filters, int height, int width, int kernel, int stride, int firstKernel = 1)
    {
        byte[] model = Block(channels, wide, filters, kernel, stride, firstKernel);
        Tensor image = new TensorRandom(7).Floats(1, channels, height, width);
        foreach (InstructionSet set in InferenceEngine.AvailableInstructionSets)
        {
            foreach (int threads in new[] { 1, 2, 3 })
            {
                using InferenceModel loaded = TestEngines.Get(set, threads: threads).Load(model, "block.onnx");
                CompiledPlan plan = loaded.Compile([image.Shape]);
                Assert.Contains(plan.Steps, s => s is BandedStep);
                SameBits(plan, loaded.Compile([image.Shape], ["expanded", "filtered", "y"]), image, $"{set}, {threads} threads");
            }
        }
    }

    /// <summary>Bottleneck blocks: direct and by Winograd's algorithm, with groups, with a stride, without the last convolution.</summary>
    [Theory]
    [InlineData(256, 64, 256, 56, 56, 3, 1, 1, true)]
    [InlineData(64, 64, 256, 57, 59, 3, 1, 4, true)]
    [InlineData(32, 64, 64, 113, 111, 3, 2, 4, true)]
    [InlineData(64, 48, 100, 91, 90, 3, 2, 1, true)]
    [InlineData(24, 32, 0, 150, 120, 5, 1, 1, false)]
    [InlineData(19, 33, 21, 130, 131, 3, 1, 1, false)]
    [InlineData(16, 36, 40, 131, 120, 3, 1, 3, true)]
    public void Bottleneck_blocks_have_the_same_bits_as_the_single_steps(
        int channels, int narrow, int filters, int height, int width, int kernel, int stride, int groups, bool residual)
    {
        byte[] model = Bottleneck(channels, narrow, filters, kernel, stride, groups, residual);
        Tensor image = new TensorRandom(7).Floats(1, channels, height, width);
        foreach (InstructionSet set in InferenceEngine.AvailableInstructionSets)
        {
            foreach (int threads in new[] { 1, 3 })
            {
                // Of all processors known it has the slowest last-level cache: bands pay soonest.
                using var engine = new InferenceEngine(
                    new InferenceOptions { Threads = threads, InstructionSet = set, Processor = "sapphire-rapids" });
                using InferenceModel loaded = engine.Load(model, "block.onnx");
                CompiledPlan plan = loaded.Compile([image.Shape]);
                BandedStep step = Assert.Single(plan.Steps.OfType<BandedStep>());
                Assert.Equal(LayerClass.BottleneckBlock, step.Class);
                // Of whole vectors of channels, 3x3 of stride 1 is Winograd's, in ranges of a tile's lines.
                if (kernel == 3 && stride == 1 && narrow / groups % 16 == 0 && set != InstructionSet.Scalar)
                    Assert.IsType<WinogradBlocksStep>(step.Members[1]);
                SameBits(plan, loaded.Compile([image.Shape], ["reduced", "filtered", "y"]), image, $"{set}, {threads} threads");
            }
        }
    }

    /// <summary>
    /// Small maps stay in the second-level cache, many weights leave it, and so do lines that are too wide. The last layer is one of
    /// resnet50, whose bands pay where the last-level cache is slow.
    /// </summary>
    [Theory]
    [InlineData(64, 64, 64, 28, 28, false)]
    [InlineData(128, 128, 128, 28, 28, false)]
    [InlineData(512, 256, 512, 56, 56, false)]
    [InlineData(64, 64, 64, 16, 4096, false)]
    [InlineData(256, 64, 256, 56, 56, true)]
    public void Bottleneck_blocks_are_single_steps_where_bands_do_not_pay(
        int channels, int narrow, int filters, int height, int width, bool paysWithASlowCache)
    {
        Assert.SkipWhen(
            paysWithASlowCache && InferenceEngine.AvailableInstructionSets[0] == InstructionSet.Scalar,
            "Without vectors the window is the direct sum, whose weights are few.");
        byte[] model = Bottleneck(channels, narrow, filters, 3, 1, 1, residual: true);
        foreach (string processor in InferenceEngine.KnownProcessors)
        {
            using var engine = new InferenceEngine(new InferenceOptions { Threads = 1, Processor = processor });
            using InferenceModel loaded = engine.Load(model, "block.onnx");
            bool bands = loaded.Compile([new Shape(1, channels, height, width)]).Steps.Any(s => s is BandedStep);
            Assert.True(bands == (paysWithASlowCache && processor == "sapphire-rapids"), $"{processor}: {bands}");
        }
    }

    /// <summary>Rows of a matrix product are one line of pixels, whatever the map that they are read as.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Matrix_products_beside_a_convolution_of_one_channel_are_single_steps(bool before)
    {
        var random = new TensorRandom(5);
        OnnxModelBuilder builder = new OnnxModelBuilder(opset: 14).Input("x", 1, 1, 1024, 513)
            .Initializer("m", random.Floats(513, 513)).Initializer("k", random.Floats(1, 1, 3, 1))
            .Initializer("p", random.Floats(1, 1, 1, 1));
        byte[] model = (before
            ? builder.Node("MatMul", ["x", "m"], ["r"]).Node("Conv", ["r", "k"], ["y"])
            : builder.Node("Conv", ["x", "p"], ["q"]).Node("Conv", ["q", "k"], ["r"]).Node("MatMul", ["r", "m"], ["y"]))
            .Output("y").Build();
        Tensor image = random.Floats(1, 1, 1024, 513);
        foreach (string processor in InferenceEngine.KnownProcessors)
        {
            using var engine = new InferenceEngine(new InferenceOptions { Threads = 1, Processor = processor });
            using InferenceModel loaded = engine.Load(model, "products.onnx");
            IEnumerable<BandedStep> bands = loaded.Compile([image.Shape]).Steps.OfType<BandedStep>();
            Assert.All(bands, band => Assert.DoesNotContain(band.Members, member => member.Class == LayerClass.FullyConnected));
        }

        ModelCheck.AgreesWithOnnxRuntime(model, [image], Tolerance.Accumulated);
    }

    [Fact]
    public void Agree_with_onnx_runtime() =>
        ModelCheck.AgreesWithOnnxRuntime(Block(24, 40, 17, 3, 2), [new TensorRandom(8).Floats(2, 24, 37, 45)], Tolerance.Accumulated);

    // With the inner values as outputs nothing can be banded.
    private static void SameBits(CompiledPlan plan, CompiledPlan single, Tensor image, string who)
    {
        Assert.DoesNotContain(single.Steps, s => s is BandedStep);
        ModelCheck.SameBits(TestEngines.RunFilled(single, [image])[2], TestEngines.RunFilled(plan, [image])[0], who);
    }

    // A first kernel larger than 1 has stride 2, as the first convolution of a mobile network.
    private static byte[] Block(int channels, int wide, int filters, int kernel, int stride, int firstKernel = 1)
    {
        var random = new TensorRandom(3);
        int pad = kernel / 2;
        int[] firstStrides = [firstKernel > 1 ? 2 : 1, firstKernel > 1 ? 2 : 1];
        int[] firstPads = [firstKernel / 2, firstKernel / 2, firstKernel / 2, firstKernel / 2];
        return new OnnxModelBuilder(opset: 14)
            .Input("x", Dimension.Named("n"), channels, Dimension.Named("h"), Dimension.Named("w"))
            .Initializer("w1", random.Floats(wide, channels, firstKernel, firstKernel))
            .Initializer("w2", random.Floats(wide, 1, kernel, kernel))
            .Initializer("w3", random.Floats(filters, wide, 1, 1)).Initializer("b1", random.Floats(wide))
            .Node("Conv", ["x", "w1", "b1"], ["e"], ("strides", firstStrides), ("pads", firstPads)).Node("Relu", "e", "expanded")
            .Node(
                "Conv", ["expanded", "w2"], ["f"], ("group", wide), ("strides", new[] { stride, stride }),
                ("pads", new[] { pad, pad, pad, pad }))
            .Node("HardSwish", "f", "filtered")
            .Node("Conv", ["filtered", "w3"], ["y"]).Output("y").Build();
    }

    // Without filters, there is no last convolution.
    private static byte[] Bottleneck(int channels, int narrow, int filters, int kernel, int stride, int groups, bool residual)
    {
        var random = new TensorRandom(4);
        int pad = kernel / 2;
        OnnxModelBuilder builder = new OnnxModelBuilder(opset: 14)
            .Input("x", Dimension.Named("n"), channels, Dimension.Named("h"), Dimension.Named("w"))
            .Initializer("w1", random.Floats(narrow, channels, 1, 1)).Initializer("b1", random.Floats(narrow))
            .Initializer("w2", random.Floats(narrow, narrow / groups, kernel, kernel))
            .Node("Conv", ["x", "w1", "b1"], ["e"]).Node("Relu", "e", "reduced")
            .Node(
                "Conv", ["reduced", "w2"], ["f"], ("group", groups), ("strides", new[] { stride, stride }),
                ("pads", new[] { pad, pad, pad, pad }))
            .Node("Relu", "f", "filtered");
        if (filters == 0)
            return builder.Node("Identity", "filtered", "y").Output("y").Build();
        builder.Initializer("w3", random.Floats(filters, narrow, 1, 1)).Node("Conv", ["filtered", "w3"], [residual ? "p" : "y"]);
        if (residual)
        {
            builder.Initializer("w4", random.Floats(filters, channels, 1, 1))
                .Node("Conv", ["x", "w4"], ["s"], ("strides", new[] { stride, stride })).Node("Add", ["p", "s"], ["y"]);
        }

        return builder.Output("y").Build();
    }
}
