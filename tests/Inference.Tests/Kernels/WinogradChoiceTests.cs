using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Processors;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Which layers are computed by Winograd's algorithm, and how exact that is.</summary>
public sealed class WinogradChoiceTests
{
    private static readonly Processor Zen4 = ProcessorTable.Find("zen4");

    [Theory]
    [InlineData(7, 512, 2)]
    [InlineData(14, 64, 4)]
    [InlineData(24, 256, 4)]
    [InlineData(28, 128, 4)]
    [InlineData(36, 64, 4)]
    [InlineData(56, 64, 4)]
    [InlineData(96, 64, 4)]
    [InlineData(112, 128, 6)]
    [InlineData(224, 64, 6)]
    public void Larger_maps_take_larger_tiles(int extent, int channels, int tile) =>
        Assert.Equal(new WinogradTile(tile, tile), WinogradChoice.Of(Layer(extent, channels), 16, Zen4)?.Tile);

    [Fact]
    public void Other_windows_are_direct()
    {
        Assert.Null(WinogradChoice.Of(Layer(56, 64) with { StrideHeight = 2, StrideWidth = 2 }, 16, Zen4));
        Assert.Null(WinogradChoice.Of(Layer(56, 64) with { DilationWidth = 2 }, 16, Zen4));
        Assert.Null(WinogradChoice.Of(Layer(56, 64) with { KernelHeight = 4, KernelWidth = 4 }, 16, Zen4));
        Assert.Null(WinogradChoice.Of(Layer(56, 65), 16, Zen4));
    }

    [Theory]
    [InlineData(5, 5, 4, 4)]
    [InlineData(1, 7, 1, 4)]
    [InlineData(7, 1, 4, 1)]
    [InlineData(1, 3, 1, 4)]
    [InlineData(3, 1, 4, 1)]
    public void Longer_and_one_dimensional_kernels_have_tiles_of_their_own(
        int kernelHeight, int kernelWidth, int tileHeight, int tileWidth) =>
        Assert.Equal(
            new WinogradTile(tileHeight, tileWidth),
            WinogradChoice.Of(Layer(17, 192) with { KernelHeight = kernelHeight, KernelWidth = kernelWidth }, 16, Zen4)?.Tile);

    /// <summary>Groups go together until they fill vectors, four at most.</summary>
    [Theory]
    [InlineData(64, 4, 1, 16)]
    [InlineData(64, 8, 2, 16)]
    [InlineData(64, 16, 4, 16)]
    [InlineData(128, 2, 1, 64)]
    [InlineData(96, 4, 2, 48)]
    [InlineData(288, 12, 2, 48)]
    public void Groups_are_multiplied_in_slices_of_whole_vectors(int channels, int groups, int together, int inputs)
    {
        WinogradShape? shape = WinogradChoice.Of(Layer(56, channels) with { Groups = groups }, 16, Zen4);
        Assert.Equal(new ChannelSlices(groups / together, together, inputs, inputs), shape?.Slices);
    }

    [Theory]
    [InlineData(64, 32)]
    [InlineData(64, 64)]
    [InlineData(36, 3)]
    [InlineData(120, 3)]
    public void Groups_that_do_not_fill_vectors_are_direct(int channels, int groups) =>
        Assert.Null(WinogradChoice.Of(Layer(56, channels) with { Groups = groups }, 16, Zen4));

    [Fact]
    public void The_batch_does_not_change_the_choice()
    {
        foreach (int extent in new[] { 7, 14, 28, 56 })
        {
            foreach (int channels in new[] { 16, 64, 256, 512 })
            {
                ConvolutionShape one = Layer(extent, channels);
                Assert.Equal(WinogradChoice.Of(one, 16, Zen4)?.Tile, WinogradChoice.Of(one with { Batch = 64 }, 16, Zen4)?.Tile);
            }
        }
    }

    [Fact]
    public void The_switch_gives_the_direct_sum_within_1e5_of_the_range()
    {
        Assert.SkipWhen(
            InferenceEngine.AvailableInstructionSets[0] == InstructionSet.Scalar, "Without vectors every convolution is the direct sum.");
        byte[] model = new OnnxModelBuilder()
            .Input("x", 1, 64, 28, 28)
            .Initializer("w", new TensorRandom(1).Floats(new Shape(64, 64, 3, 3), -1, 1))
            .Node("Conv", ["x", "w"], ["y"], ("pads", new[] { 1, 1, 1, 1 }))
            .Output("y")
            .Build();
        Tensor input = new TensorRandom(2).Floats(new Shape(1, 64, 28, 28), -1, 1);
        (Tensor fast, string fastPlan) = Run(model, input, winograd: true);
        (Tensor direct, string directPlan) = Run(model, input, winograd: false);
        Assert.Contains("winograd", fastPlan, StringComparison.Ordinal);
        Assert.DoesNotContain("winograd", directPlan, StringComparison.Ordinal);
        Assert.Null(Tolerance.Accumulated.Explain(direct, fast));
    }

    /// <summary>
    /// Few tiles, so that threads divide slices, and many, so that they divide tiles; input, residual and output are parts of wider
    /// tensors.
    /// </summary>
    [Theory]
    [InlineData(14)]
    [InlineData(30)]
    public void Groups_have_the_bits_of_one_thread_and_one_image_at_any_number(int extent)
    {
        Assert.SkipWhen(
            InferenceEngine.AvailableInstructionSets[0] == InstructionSet.Scalar, "Without vectors every convolution is the direct sum.");
        const int Channels = 96, Groups = 6;
        byte[] model = new OnnxModelBuilder(opset: 14)
            .Input("x", Dimension.Named("n"), 2 * Channels, extent, extent)
            .Initializer("w", new TensorRandom(1).Floats(Channels, Channels / Groups, 3, 3))
            .Initializer("b", new TensorRandom(3).Floats(Channels))
            .Node("Split", ["x"], ["left", "right"], ("axis", 1))
            .Node("Conv", ["right", "w", "b"], ["c"], ("pads", new[] { 1, 1, 1, 1 }), ("group", Groups))
            .Node("Add", ["c", "left"], ["s"]).Node("Relu", "s", "r")
            .Node("Concat", ["r", "right"], ["y"], ("axis", 1)).Output("y").Build();
        Tensor images = new TensorRandom(2).Floats(3, 2 * Channels, extent, extent);
        ModelCheck.AgreesWithOnnxRuntime(model, [images], Tolerance.Accumulated);
        Tensor? alone = null;
        foreach (int threads in new[] { 1, 2, 3, 5 })
        {
            using var engine = new InferenceEngine(new InferenceOptions { Threads = threads });
            using InferenceModel loaded = engine.Load(model, "groups.onnx");
            Assert.Contains("6 slices", loaded.Compile([images.Rows(1, 1).Shape]).ToString(), StringComparison.Ordinal);
            Tensor one = engine.Run(model, [images.Rows(1, 1)])[0];
            alone ??= one;
            ModelCheck.SameBits(alone, one, $"{threads} threads");
            ModelCheck.SameBits(alone, engine.Run(model, [images])[0].Rows(1, 1), $"{threads} threads, in a batch");
        }
    }

    private static (Tensor Output, string Plan) Run(byte[] model, Tensor input, bool winograd)
    {
        using var engine = new InferenceEngine(
            new InferenceOptions { Threads = 1, Winograd = winograd, InstructionSet = InferenceEngine.AvailableInstructionSets[0] });
        using InferenceModel loaded = engine.Load(model, "layer.onnx");
        CompiledPlan plan = loaded.Compile([input.Shape]);
        var output = new Tensor(ElementType.Float32, plan.Outputs[0].Shape);
        plan.Run([input], [output]);
        return (output, plan.ToString());
    }

    private static ConvolutionShape Layer(int extent, int channels) =>
        WindowShapes.Of(new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1] }, 1, channels, channels, 1, extent, extent);
}
