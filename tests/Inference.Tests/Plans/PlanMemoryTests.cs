using System.Runtime.CompilerServices;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators;
using Fovea.Inference.Plans;
using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Plans;

/// <summary>What the shapes of an input made belongs to its plan, and goes with it.</summary>
public sealed class PlanMemoryTests
{
    private const long Kibi = 1 << 10;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void Six_hundred_sizes_stay_within_the_budget_and_keep_their_bits()
    {
        using InferenceEngine engine = Engine(Kibi * Kibi);
        using InferenceModel model = engine.Load(Grid(), "grid.onnx");
        var first = new Dictionary<int, byte[]>();
        long weights = 0;
        for (int i = 0; i < 600; i++)
        {
            int size = 20 + i;
            byte[] result = Run(model, size);
            Assert.InRange(engine.PlanBytes, 1, Kibi * Kibi);
            weights = i == 0 ? model.ConstantBytes : weights;
            if (i % 50 == 0)
                first[size] = result;
        }

        Assert.Equal((weights, engine.PlanBytes), (model.ConstantBytes, model.PlanBytes));
        foreach ((int size, byte[] result) in first)
            Assert.Equal(result, Run(model, size));
        model.Dispose();
        Assert.Equal(0, engine.PlanBytes);
    }

    [Theory]
    [InlineData("Reshape")] // A view of weights, whose shape follows from the input's.
    [InlineData("Pad")] // A number that follows from the input's shape.
    [InlineData("MatMul")] // Zeros: as many as the input has columns.
    public void Nothing_of_a_size_stays_with_the_model(string kind)
    {
        using InferenceEngine engine = Engine(64 * Kibi * Kibi, plansPerModel: 2);
        using InferenceModel model = engine.Load(Kinds(kind), kind);
        model.Run([TestTensors.Floats(new Shape(1, 1), Values(1))]);
        long weights = model.ConstantBytes, objects = model.ObjectBytes;
        for (int size = 2; size < 40; size++)
            model.Run([TestTensors.Floats(new Shape(1, size), Values(size))]);
        Assert.Equal((weights, objects), (model.ConstantBytes, model.ObjectBytes));
    }

    [Fact]
    public void An_evicted_plan_that_a_caller_holds_is_compiled_again()
    {
        using InferenceEngine engine = Engine(Kibi * Kibi);
        using InferenceModel model = engine.Load(Grid(), "grid.onnx");
        CompiledPlan held = Plan(model, 100);
        byte[] expected = Run(held);
        ResidentPlan before = ((ICachedPlan)held).Compiled;
        for (int size = 200; size < 240; size++)
            Plan(model, size);
        Assert.False(before.TryEnter());
        Assert.Throws<ObjectDisposedException>(() => before.Stage);

        Assert.Equal(expected, Run(held));
        Assert.NotSame(before, ((ICachedPlan)held).Compiled);
        Assert.Same(((ICachedPlan)held).Compiled, ((ICachedPlan)Plan(model, 100)).Compiled);
    }

    [Fact]
    public void A_plan_that_takes_more_than_all_may_is_refused_and_takes_nothing()
    {
        using InferenceEngine engine = Engine(100 * Kibi);
        using InferenceModel model = engine.Load(Grid(), "grid.onnx");
        Run(model, 50);
        long before = engine.PlanBytes, weights = model.ConstantBytes;
        ActivationLimitException error = Assert.Throws<ActivationLimitException>(() => Plan(model, 500));
        Assert.Contains("grid.onnx: the plan for these shapes would take ", error.Message, StringComparison.Ordinal);
        Assert.Contains("at most 102,400 are allowed (InferenceOptions.PlanBytes)", error.Message, StringComparison.Ordinal);
        Assert.Equal((before, weights), (engine.PlanBytes, model.ConstantBytes));
        Run(model, 51);
    }

    [Fact]
    public async Task A_plan_that_is_evicted_during_a_run_lives_until_its_end()
    {
        using var gate = new Gate();
        using var engine = new InferenceEngine(new InferenceOptions { PlanBytes = 200 * Kibi, PlansPerModel = 2, Threads = 1 })
        {
            FindOperator = name => name == "Gate" ? gate : OperatorTable.Find(name),
        };
        using InferenceModel model = engine.Load(Grid("Gate"), "gate.onnx");
        gate.IsOpen.Set();
        byte[] expected = Run(model, 150);
        gate.IsOpen.Reset();
        gate.IsReached.Reset();
        Task<byte[]> run = Task.Factory.StartNew(() => Run(model, 150), TaskCreationOptions.LongRunning);
        Assert.True(gate.IsReached.Wait(Limit));

        long runs = Plan(model, 150).PlanBytes;
        for (int size = 160; size < 170; size++)
            Plan(model, size);
        Assert.InRange(engine.PlanBytes, runs, (200 * Kibi) + runs);
        Assert.InRange(model.PlanBytes, 1, 200 * Kibi);
        Assert.True(engine.PlanBytes > model.PlanBytes);

        gate.IsOpen.Set();
        Assert.Equal(expected, await run);
        Assert.Equal(model.PlanBytes, engine.PlanBytes);
        Assert.Equal(expected, Run(model, 150));
    }

    [Fact]
    public void The_budget_is_one_over_all_models()
    {
        using InferenceEngine engine = Engine(400 * Kibi);
        using InferenceModel old = engine.Load(Grid(), "old.onnx"), used = engine.Load(Grid(), "used.onnx"),
            latest = engine.Load(Grid(), "latest.onnx");
        Plan(old, 100);
        CompiledPlan kept = Plan(used, 100);
        for (int size = 110; size < 150; size++)
        {
            Plan(latest, size);
            Run(kept);
            Assert.InRange(engine.PlanBytes, 1, 400 * Kibi);
            Assert.Equal(old.PlanBytes + used.PlanBytes + latest.PlanBytes, engine.PlanBytes);
        }

        Assert.Equal((0, kept.PlanBytes), (old.PlanBytes, used.PlanBytes));
        latest.Dispose();
        Assert.Equal(used.PlanBytes, engine.PlanBytes);
    }

    [Fact]
    public void Runs_of_many_sizes_and_models_at_a_time_give_the_bits_of_a_lone_run()
    {
        int[] sizes = [.. Enumerable.Range(0, 12).Select(i => 40 + (9 * i))];
        byte[][] expected;
        using (InferenceEngine wide = Engine(1L << 30))
        using (InferenceModel lone = wide.Load(Grid(), "lone.onnx"))
            expected = [.. sizes.Select(size => Run(lone, size))];

        using InferenceEngine engine = Engine(150 * Kibi);
        InferenceModel[] models = [.. Enumerable.Range(0, 3).Select(i => engine.Load(Grid(), $"{i}.onnx"))];
        CompiledPlan[] held = [.. sizes.Select(size => Plan(models[0], size))];
        long end = Environment.TickCount64 + 2000;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            var random = new Random(thread);
            while (Environment.TickCount64 < end)
            {
                int i = random.Next(sizes.Length);
                byte[] result = random.Next(3) == 0 ? Run(held[i]) : Run(models[random.Next(models.Length)], sizes[i]);
                Assert.Equal(expected[i], result);
            }
        });
        Assert.Equal(models.Sum(model => model.PlanBytes), engine.PlanBytes);
        Assert.InRange(engine.PlanBytes, 1, 150 * Kibi);
        foreach (InferenceModel model in models)
            model.Dispose();
        Assert.Equal(0, engine.PlanBytes);
    }

    [Fact]
    public void The_rest_of_a_cut_graph_counts_and_goes_as_well()
    {
        using InferenceEngine engine = Engine(300 * Kibi);
        using InferenceModel model = engine.Load(
            new OnnxModelBuilder(18).Input("n", ElementType.Int64, 1)
                .Node("ConstantOfShape", "n", "a").Node("Exp", "a", "y").Output("y").Build(), "rest.onnx");
        for (int n = 1; n < 60; n++)
        {
            Tensor[] found = model.Run([TestTensors.Int64s(n * 500)]);
            Assert.Equal(new Shape(n * 500), found[0].Shape);
            Assert.Equal(1f, found[0].Span<float>()[^1]);
            Assert.InRange(engine.PlanBytes, 1, 300 * Kibi);
        }

        Assert.Throws<ActivationLimitException>(() => model.Run([TestTensors.Int64s(100_000)]));
        model.Dispose();
        Assert.Equal(0, engine.PlanBytes);
    }

    [Fact]
    public void A_model_that_nobody_disposed_can_be_collected()
    {
        using InferenceEngine engine = Engine(64 * Kibi * Kibi);
        WeakReference[] models = [.. Enumerable.Range(0, 3).Select(_ => Forget(engine))];
        for (int i = 0; i < 10 && models.Any(model => model.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(models, model => model.IsAlive);
        Assert.True(SpinWait.SpinUntil(() => engine.PlanBytes == 0, Limit));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Forget(InferenceEngine engine)
    {
        InferenceModel model = engine.Load(Grid(), "forgotten.onnx");
        Run(model, 30);
        return new WeakReference(model);
    }

    private static InferenceEngine Engine(long planBytes, int plansPerModel = 64) =>
        new(new InferenceOptions { PlanBytes = planBytes, PlansPerModel = plansPerModel, Threads = 1 });

    /// <summary>A convolution plus a constant of the size of the input, with a grid of its rows and columns.</summary>
    private static byte[] Grid(string? then = null)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder()
            .Input("x", 1, 1, Dimension.Named("h"), Dimension.Named("w"))
            .Initializer("w", new TensorRandom(1).Floats(1, 1, 3, 3))
            .Node("Shape", "x", "s").Node("ConstantOfShape", ["s"], ["o"], ("value", TestTensors.Floats(0.5f)))
            .Node("Exp", "o", "e").Node("Conv", ["x", "w"], ["c"], ("pads", new[] { 1, 1, 1, 1 })).Node("Add", ["c", "e"], ["a"]);
        return (then is null ? builder.Node("Relu", "a", "y") : builder.Node(then, "a", "y")).Output("y").Build();
    }

    private static byte[] Kinds(string kind)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", 1, Dimension.Named("n"))
            .Initializer("one", TestTensors.Int64s(1)).Initializer("w", new TensorRandom(1).Floats(2000))
            .Node("Shape", "x", "s").Node("Gather", ["s", "one"], ["n"]);
        return (kind switch
        {
            "Reshape" => builder.Initializer("all", TestTensors.Int64s(2000)).Initializer("ones", TestTensors.Int64s(1, 1))
                .Node("ConstantOfShape", ["n"], ["shape"], ("value", TestTensors.Int64s(1)))
                .Node("Concat", ["shape", "all"], ["whole"], ("axis", 0)).Node("Reshape", ["w", "whole"], ["v"])
                .Node("ReduceMean", ["x"], ["m"], ("keepdims", 1)).Node("Mul", ["v", "m"], ["y"]),
            "Pad" => builder.Node("Cast", ["n"], ["number"], ("to", 1)).Initializer("scalar", TestTensors.Int64s(Array.Empty<long>()))
                .Initializer("pads", TestTensors.Int64s(0, 1, 0, 1)).Node("Squeeze", "number", "value")
                .Node("Pad", ["x", "pads", "value"], ["y"]),
            _ => builder.Node("Transpose", ["x"], ["t"]).Node("MatMul", ["t", "x"], ["y"]),
        }).Output("y").Build();
    }

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => i * 0.25f)];

    private static CompiledPlan Plan(InferenceModel model, int size) => model.Compile([new Shape(1, 1, size, 64)]);

    private static byte[] Run(InferenceModel model, int size) => Run(Plan(model, size));

    private static byte[] Run(CompiledPlan plan)
    {
        Tensor x = new TensorRandom(7).Floats([.. plan.Inputs[0].Shape]);
        return plan.Run([x])[0].Bytes.ToArray();
    }

    /// <summary>A copy that waits until it may go on.</summary>
    private sealed class Gate : Operator, ILowering, IDisposable
    {
        public ManualResetEventSlim IsOpen { get; } = new();

        public ManualResetEventSlim IsReached { get; } = new();

        public override string Name => "Gate";

        public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

        public override void Infer(ShapeContext context) => context.SameAsInput();

        public void Lower(LoweringContext context) => context.Emit(new GateStep(this, context.Plain(0), context.PlainOutput()));

        public void Dispose()
        {
            IsOpen.Dispose();
            IsReached.Dispose();
        }
    }

    private sealed class GateStep(Gate gate, View input, View output) : Step
    {
        public override string Kernel => "gate";

        public override IReadOnlyList<View> Reads => [input];

        public override IReadOnlyList<View> Writes => [output];

        public override double Cost => 1;

        public override unsafe void Execute(in RunContext run, int part, int parts)
        {
            gate.IsReached.Set();
            Assert.True(gate.IsOpen.Wait(Limit));
            for (long i = 0; i < input.Shape.ElementCount; i++)
                run.Elements<float>(output)[i] = run.Elements<float>(input)[i];
        }
    }
}
