using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

/// <summary>
/// When weights are read from the file: by the compilation that packs them, once, and by nothing else; and what happens when a read waits
/// or fails.
/// </summary>
public sealed class WeightReadingTests
{
    private const int Channels = 2048;

    // Above what is held: weights, statistics and a shift of 8 KiB each.
    private const long LongBytes = ((Channels * 3) + (5 * Channels) + (Channels * 64) + Channels) * sizeof(float);

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private static readonly Shape Image = new(1, 3, 4, 4);

    [Fact]
    public void Loading_describing_and_measuring_read_no_weights()
    {
        var source = new WatchedSource(Model());
        using InferenceModel model = source.Load(TestEngines.Best);
        // The buffer before long data extends into it.
        Assert.InRange(source.BytesRead, 1, source.Length - LongBytes + (9 * 32 * 1024));
        long loaded = source.BytesRead;
        model.DescribeLayers([Image]);
        model.Measure([Image]);
        model.BoundsOf([Image], model.Outputs[0].Name);
        Assert.True(model.Accepts(0, model.Inputs[0].Shape));
        model.KeepsRowsApart([new Shape(2, 3, 4, 4)]);
        Assert.NotEmpty(model.GraphText + model.OptimizedGraphText([Image]));
        Assert.True(model.ParameterCount >= LongBytes / sizeof(float));
        Assert.Equal(loaded, source.BytesRead);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compiling_reads_what_a_plan_needs_and_the_next_plan_nothing(bool optimize)
    {
        var source = new WatchedSource(Model());
        InferenceEngine engine = TestEngines.Get(InstructionSets.Best, optimize);
        using InferenceModel model = source.Load(engine);
        long loaded = source.BytesRead;
        model.Compile([Image]);
        // Weights once; scale and variance of the normalisation for the weights, the factors and the shifts.
        Assert.InRange(source.BytesRead - loaded, LongBytes, LongBytes + (6 * Channels * sizeof(float)));
        long compiled = source.BytesRead, held = model.ConstantBytes;
        model.Compile([new Shape(3, 3, 4, 4)]);
        model.Compile([Image], ["c"]);
        model.DescribeLayers([Image]);
        Assert.Equal((compiled, held), (source.BytesRead, model.ConstantBytes));
    }

    [Fact]
    public async Task A_read_that_blocks_does_not_block_plans_that_need_other_weights()
    {
        using var reading = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var source = new WatchedSource(Branches());
        using InferenceModel model = source.Load(TestEngines.Best);
        int blocked = 0;
        source.Before = (_, _) =>
        {
            if (Interlocked.Exchange(ref blocked, 1) == 1)
                return;
            reading.Set();
            Assert.True(release.Wait(Long));
        };
        Task<CompiledPlan> first = Task.Run(() => model.Compile([Image], ["a"]));
        Assert.True(reading.Wait(Long));
        CompiledPlan other = await Task.Run(() => model.Compile([Image], ["b"])).WaitAsync(Long);
        Assert.False(first.IsCompleted);
        Task<CompiledPlan> both = Task.Run(() => model.Compile([Image], ["a", "b"]));
        release.Set();
        Tensor image = new TensorRandom(1).Floats(Image);
        ModelCheck.SameBits((await first.WaitAsync(Long)).Run([image])[0], (await both.WaitAsync(Long)).Run([image])[0], "a");
        ModelCheck.SameBits(other.Run([image])[0], (await both).Run([image])[1], "b");
    }

    [Fact]
    public async Task A_read_that_fails_fails_the_plans_that_wait_for_it_and_the_next_attempt_succeeds()
    {
        byte[] bytes = Branches();
        var source = new WatchedSource(bytes);
        using InferenceModel model = source.Load(TestEngines.Best);
        bool fails = true;
        source.Before = (_, _) =>
        {
            if (Volatile.Read(ref fails))
                throw new IOException("The disk is gone.");
        };
        Task[] plans =
        [
            .. new[] { "a", "b" }.Select(output => Task.Run(() => model.Compile([Image], [output]))),
            Task.Run(() => model.Compile([Image])),
        ];
        foreach (Task plan in plans)
            await Assert.ThrowsAsync<IOException>(() => plan.WaitAsync(Long));
        Volatile.Write(ref fails, false);
        Tensor image = new TensorRandom(1).Floats(Image);
        Tensor[] expected = TestEngines.Best.Run(bytes, [image]), actual = model.Run([image]);
        for (int i = 0; i < expected.Length; i++)
            ModelCheck.SameBits(expected[i], actual[i], $"output {i}");
    }

    private static byte[] Model()
    {
        var random = new TensorRandom(1);
        return new OnnxModelBuilder().Input("x", Dimension.Named("n"), 3, 4, 4)
            .Initializer("w", random.Floats(Channels, 3, 1, 1)).Initializer("scale", random.Floats(Channels))
            .Initializer("shift", random.Floats(Channels))
            .Initializer("mean", random.Floats(Channels)).Initializer("variance", random.Floats(new Shape(Channels), 0.5f, 1.5f))
            .Initializer("addend", random.Floats(Channels, 1, 1)).Initializer("m", random.Floats(Channels, 64))
            .Initializer("bias", random.Floats(Channels))
            .Node("Conv", ["x", "w", "bias"], ["a"]).Node("BatchNormalization", ["a", "scale", "shift", "mean", "variance"], ["b"])
            .Node("Add", ["b", "addend"], ["c"]).Node("GlobalAveragePool", "c", "d").Node("Flatten", "d", "e")
            .Node("MatMul", ["e", "m"], ["y"]).Output("y").Build();
    }

    private static byte[] Branches()
    {
        var random = new TensorRandom(2);
        return new OnnxModelBuilder().Input("x", Dimension.Named("n"), 3, 4, 4)
            .Initializer("v", random.Floats(512, 3, 3, 3)).Initializer("w", random.Floats(700, 3, 1, 1))
            .Node("Conv", ["x", "v"], ["a"]).Node("Conv", ["x", "w"], ["b"]).Output("a").Output("b").Build();
    }
}
