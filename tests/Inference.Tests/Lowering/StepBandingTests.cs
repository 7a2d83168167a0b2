using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Lowering;

/// <summary>Blocks of 1x1, depthwise and 1x1 convolutions that are computed in bands of lines.</summary>
public sealed class StepBandingTests
{
    [Theory]
    [InlineData(24, 40, 17, 112, 30, 3, 1)]
    [InlineData(16, 96, 24, 57, 61, 3, 2)]
    [InlineData(5, 33, 7, 29, 200, 5, 1)]
    [InlineData(3, 16, 49, 64, 64, 7, 1)]
    [InlineData(24, 144, 24, 56, 56, 3, 1)]
    public void Have_the_same_bits_as_the_single_steps(int channels, int wide, int filters, int height, int width, int kernel, int stride)
    {
        byte[] model = Block(channels, wide, filters, kernel, stride);
        Tensor image = new TensorRandom(7).Floats(1, channels, height, width);
        foreach (InstructionSet set in InferenceEngine.AvailableInstructionSets)
        {
            foreach (int threads in new[] { 1, 2, 3 })
            {
                using InferenceModel loaded = TestEngines.Get(set, threads: threads).Load(model, "block.onnx");
                CompiledPlan plan = loaded.Compile([image.Shape]);
                Assert.Contains(plan.Steps, s => s is BandedStep);
                Tensor banded = TestEngines.RunFilled(plan, [image])[0];
                // With the inner values as outputs nothing can be banded.
                CompiledPlan single = loaded.Compile([image.Shape], ["expanded", "filtered", "y"]);
                Assert.DoesNotContain(single.Steps, s => s is BandedStep);
                Assert.True(
                    TestEngines.RunFilled(single, [image])[2].Bytes.Span.SequenceEqual(banded.Bytes.Span), $"{set}, {threads} threads");
            }
        }
    }

    [Fact]
    public void Agree_with_onnx_runtime() =>
        ModelCheck.AgreesWithOnnxRuntime(Block(24, 40, 17, 3, 2), [new TensorRandom(8).Floats(2, 24, 37, 45)], Tolerance.Accumulated);

    private static byte[] Block(int channels, int wide, int filters, int kernel, int stride)
    {
        var random = new TensorRandom(3);
        int pad = kernel / 2;
        return new OnnxModelBuilder(opset: 14)
            .Input("x", Dimension.Named("n"), channels, Dimension.Named("h"), Dimension.Named("w"))
            .Initializer("w1", random.Floats(wide, channels, 1, 1)).Initializer("w2", random.Floats(wide, 1, kernel, kernel))
            .Initializer("w3", random.Floats(filters, wide, 1, 1)).Initializer("b1", random.Floats(wide))
            .Node("Conv", ["x", "w1", "b1"], ["e"]).Node("Relu", "e", "expanded")
            .Node(
                "Conv", ["expanded", "w2"], ["f"], ("group", wide), ("strides", new[] { stride, stride }),
                ("pads", new[] { pad, pad, pad, pad }))
            .Node("HardSwish", "f", "filtered")
            .Node("Conv", ["filtered", "w3"], ["y"]).Output("y").Build();
    }
}
