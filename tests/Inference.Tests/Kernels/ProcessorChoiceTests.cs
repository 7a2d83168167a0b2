using CsCheck;
using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Inference.Weights;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Processors;
using Fovea.Kernels.Simd;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Block sizes and cost models for every known processor, on any machine.</summary>
public sealed class ProcessorChoiceTests
{
    private static readonly int[] Widths = [4, 8, 16];

    public static TheoryData<string> Processors() => [.. InferenceEngine.KnownProcessors];

    [Theory]
    [MemberData(nameof(Processors))]
    public void Blocks_fit_into_the_second_level_cache_together_with_weights(string name)
    {
        Processor processor = ProcessorTable.Find(name);
        Assert.InRange(processor.BlockBytes, 64 << 10, processor.SecondLevelBytes / 2);
        Assert.InRange(processor.TransformedBytes, processor.BlockBytes, processor.SecondLevelBytes / 2);
        Assert.InRange(processor.BandBytes, processor.TransformedBytes, processor.SecondLevelBytes - (processor.SecondLevelBytes / 4));
        Assert.InRange(processor.ActivationBytes, processor.BandBytes, processor.SecondLevelBytes);
        Assert.True(processor.LastLevelBytes >= processor.SecondLevelBytes, $"{processor}");
        Assert.True(processor.LastLevelRate >= processor.MemoryRate, $"{processor}");

        // Packing reads in chunks of half a second-level cache, whichever processor it is.
        Assert.InRange(PackingBuffer.ChunkBytes, 1, processor.SecondLevelBytes / 2);
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Rows_of_a_block_read_what_the_processor_keeps(string name)
    {
        Processor processor = ProcessorTable.Find(name);
        Gen.Select(Gen.Int[1, 4096], Gen.Int[1, 64]).Sample((channels, extent) =>
        {
            ConvolutionShape shape = Layer(extent, channels, kernel: 1);
            int rows = DenseConvolution.BlockRows(shape, processor);
            Assert.InRange(rows, 8, 256);
            Assert.True(rows % 8 == 0 && (rows == 8 || (long)rows * channels * sizeof(float) <= processor.BlockBytes), $"{rows} rows");
        });
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Blocks_of_winograd_tiles_fit_or_are_the_least(string name)
    {
        Processor processor = ProcessorTable.Find(name);
        foreach (int channels in new[] { 16, 64, 128, 512, 2048 })
        {
            foreach (WinogradTile tile in WinogradChoice.Tiles(3, 3))
            {
                ConvolutionShape layer = Layer(224, channels, 3);
                var shape = new WinogradShape(layer, ChannelSlices.Of(layer, 16)!.Value, tile, processor);
                Assert.InRange(shape.BlockTiles, 16, 64);
                Assert.True(
                    shape.BlockTiles == 16 || shape.BlockTiles * shape.Positions * 8L * channels <= processor.TransformedBytes,
                    $"{tile}, {channels} channels: {shape.BlockTiles} tiles");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Large_maps_take_winograds_algorithm_and_single_pixels_the_direct_sum(string name)
    {
        Processor processor = ProcessorTable.Find(name);
        foreach (int lanes in Widths)
        {
            Assert.NotNull(WinogradChoice.Of(Layer(56, 64, 3), lanes, processor));
            Assert.NotNull(WinogradChoice.Of(Layer(112, 128, 3), lanes, processor));
            Assert.Null(WinogradChoice.Of(Layer(1, 512, 3), lanes, processor));
        }
    }

    /// <summary>An image's result must not depend on what it is computed with.</summary>
    [Theory]
    [MemberData(nameof(Processors))]
    public void The_batch_does_not_change_the_algorithm(string name)
    {
        Processor processor = ProcessorTable.Find(name);
        Gen.Select(Gen.Int[1, 64], Gen.Int[1, 64], Gen.Int[0, 2], Gen.Int[2, 64]).Sample((extent, vectors, width, batch) =>
        {
            int lanes = Widths[width];
            ConvolutionShape one = Layer(extent, vectors * 16, 3);
            Assert.Equal(
                WinogradChoice.Of(one, lanes, processor)?.Tile, WinogradChoice.Of(one with { Batch = batch }, lanes, processor)?.Tile);
        });
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Reading_weights_never_makes_a_product_cheaper(string name)
    {
        Processor processor = ProcessorTable.Find(name);
        Gen.Select(Gen.Double[0, 1e9], Gen.Double[0, 1e9], Gen.Double[0, 1e9]).Sample((cycles, bytes, more) =>
        {
            double cost = processor.Streamed(cycles, bytes);
            Assert.True(cost >= cycles && cost <= processor.Streamed(cycles, bytes + more), $"{cycles} cycles, {bytes} bytes: {cost}");
        });
    }

    /// <summary>AVX-VNNI and pairs in 512-bit vectors: the faster one by the description, or the one that the machine has.</summary>
    [Theory]
    [MemberData(nameof(Processors))]
    public void Bytes_are_multiplied_by_what_the_description_has_as_faster(string name)
    {
        const InstructionSet Wide = InstructionSet.Vector512;
        Processor processor = ProcessorTable.Find(name);
        bool vnni = processor.VnniMultiplyAdds >= processor.PairMultiplyAdds;
        (ByteInstructionSet faster, ByteInstructionSet slower) = vnni
            ? (ByteInstructionSet.Vnni256, ByteInstructionSet.Pairs512)
            : (ByteInstructionSet.Pairs512, ByteInstructionSet.Vnni256);
        Assert.Equal(faster, ByteInstructionSets.Best(Wide, processor.WideBytes, _ => true));
        Assert.Equal(slower, ByteInstructionSets.Best(Wide, processor.WideBytes, set => set != faster));
        Assert.Equal(
            ByteInstructionSet.Pairs256, ByteInstructionSets.Best(Wide, processor.WideBytes, set => set != faster && set != slower));
        Assert.Equal(ByteInstructionSet.Scalar, ByteInstructionSets.Best(Wide, processor.WideBytes, _ => false));
        Assert.Equal(ByteInstructionSet.Vnni256, ByteInstructionSets.Best(InstructionSet.Vector256, processor.WideBytes, _ => true));
        Assert.All(KernelSet.Available, set => Assert.Equal(
            ByteInstructionSets.Best(set, processor.WideBytes), KernelSet.For(set, processor).Bytes.InstructionSet));
    }

    [Theory]
    [InlineData("zen4", (int)ByteInstructionSet.Pairs512)]
    [InlineData("zen5", (int)ByteInstructionSet.Vnni256)]
    [InlineData("sapphire-rapids", (int)ByteInstructionSet.Vnni256)]
    [InlineData("generic", (int)ByteInstructionSet.Vnni256)]
    public void Both_ways_to_multiply_bytes_have_a_name(string name, int wide)
    {
        Assert.Equal((ByteInstructionSet)wide, ProcessorTable.Find(name).WideBytes);
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 1, Processor = name });
        if (engine.InstructionSet == InstructionSet.Vector512 && ByteInstructionSets.Available.Contains((ByteInstructionSet)wide))
            Assert.Equal((ByteInstructionSet)wide, engine.Kernels.Bytes.InstructionSet);
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Sums_of_bytes_are_the_same_for_every_description(string name)
    {
        var random = new TensorRandom(2);
        OperatorCase product = new OperatorCase("MatMulInteger", 10)
            .Input(random.Integers(ElementType.UInt8, new Shape(7, 133), 0, 256))
            .Constant(random.Integers(ElementType.Int8, new Shape(133, 50), -128, 128)).Outputs(ElementType.Int32);
        byte[] model = product.Build(symbolic: false, folded: false);
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 2, Processor = name });
        Tensor expected = TestEngines.Get(InstructionSet.Scalar, optimize: true).Run(model, product.Given)[0];
        ModelCheck.SameBits(expected, engine.Run(model, product.Given)[0], name);
    }

    /// <summary>
    /// Every description computes the same function; only rounding may differ, and not with the batch or the number of threads.
    /// </summary>
    [Theory]
    [MemberData(nameof(Processors))]
    public void A_network_gives_the_same_bits_alone_and_in_a_batch(string name)
    {
        byte[] model = RandomWeights.Fill(File.ReadAllBytes(TestData.Find("topologies/resnet18.onnx")));
        Tensor images = new TensorRandom(1).Floats(3, 3, 224, 224);
        Tensor alone = Run(model, images.Rows(1, 1), name, threads: 1);
        Assert.Null(Tolerance.Accumulated.Explain(Run(model, images.Rows(1, 1), null, threads: 1), alone));
        ModelCheck.SameBits(alone, Run(model, images, name, threads: 2).Rows(1, 1), name);
    }

    /// <summary>The two tensors of a band are within the processor's part of the cache, if one line is.</summary>
    [Theory]
    [MemberData(nameof(Processors))]
    public void Bands_of_mobile_blocks_fit(string name)
    {
        byte[] model = RandomWeights.Fill(File.ReadAllBytes(TestData.Find("topologies/mobilenet_v2.onnx")));
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 1, Processor = name });
        using InferenceModel loaded = engine.Load(model, "mobilenet_v2.onnx");
        BandedStep[] bands = [.. loaded.Compile([new Shape(1, 3, 224, 224)]).LeafSteps.OfType<BandedStep>()];
        Assert.NotEmpty(bands);
        int most = ProcessorTable.Find(name).BandBytes;
        Assert.All(bands, band => Assert.True(band.BandBytes <= most || band.Lines == 1, $"{band.Kernel}: {band.BandBytes} bytes"));
    }

    /// <summary>Bands of bottleneck blocks leave the rest of the cache to weights and transformed tiles.</summary>
    [Theory]
    [MemberData(nameof(Processors))]
    public void Bands_of_bottleneck_blocks_fit(string name)
    {
        Processor processor = ProcessorTable.Find(name);
        byte[] model = RandomWeights.Fill(File.ReadAllBytes(TestData.Find("topologies/regnet_x_800mf.onnx")));
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 1, Processor = name });
        using InferenceModel loaded = engine.Load(model, "regnet_x_800mf.onnx");
        BandedStep[] bands = [.. loaded.Compile([new Shape(1, 3, 224, 224)]).LeafSteps.OfType<BandedStep>()];
        Assert.NotEmpty(bands);
        Assert.All(bands, band => Assert.True(
            band.Class == LayerClass.BottleneckBlock && band.BandBytes <= processor.BottleneckBandBytes
            && band.ConstantBytes <= processor.BottleneckWeightBytes, $"{band.Kernel}: {band.BandBytes} bytes"));
    }

    private static Tensor Run(byte[] model, Tensor images, string? processor, int threads)
    {
        using var engine = new InferenceEngine(new InferenceOptions { Threads = threads, Processor = processor });
        return engine.Run(model, [images])[0];
    }

    private static ConvolutionShape Layer(int extent, int channels, int kernel)
    {
        int pad = kernel / 2;
        return WindowShapes.Of(
            new SlidingWindow(kernel, kernel) { Pads = [pad, pad, pad, pad] }, 1, channels, channels, 1, extent, extent);
    }
}
