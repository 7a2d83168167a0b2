using System.Diagnostics;
using Fovea.Inference.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Budgets;

/// <summary>Small files that ask for much are refused before the memory is allocated or the work is done.</summary>
public sealed class HostileModelTests
{
    // Generous, because the machine may be busy: each takes milliseconds, and without a limit minutes.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);

    public static TheoryData<string, LoadLimit> Folds() => new()
    {
        { "operands of a fold", LoadLimit.Bytes },
        { "scratch memory of a fold", LoadLimit.Bytes },
        { "result of a fold", LoadLimit.Bytes },
        { "results of many folds", LoadLimit.Bytes },
        { "one large product", LoadLimit.FoldingCost },
        { "many products", LoadLimit.FoldingCost },
        { "a large window", LoadLimit.FoldingCost },
        { "many small steps", LoadLimit.FoldingCost },
    };

    [Theory]
    [MemberData(nameof(Folds))]
    public void A_fold_is_refused_before_it_is_computed(string what, LoadLimit limit)
    {
        using var engine = new InferenceEngine(new InferenceOptions
        {
            Threads = 1,
            LoadLimits = new LoadLimits { MaxBytes = 32 << 20, MaxFoldingCost = 1e8 },
        });
        long start = Stopwatch.GetTimestamp();
        LoadLimitException error = Assert.Throws<LoadLimitException>(() => engine.Load(Model(what), "hostile.onnx"));
        Assert.True(error.Limit == limit, $"{what}: {error.Message}");
        Assert.StartsWith("hostile.onnx: node '", error.Message, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(start) < MostTime, what);
    }

    [Fact]
    public void Weights_packed_in_many_forms_are_refused()
    {
        // One matrix of a megabyte, scaled by a hundred different constants, is a hundred packed matrices.
        var file = new OnnxFile().Input("x", 1, 512).Output("y99", 1, 512).Weights("w", [512, 512], new float[512 * 512]);
        string before = "x";
        for (int i = 0; i < 100; i++)
        {
            file.Weights($"s{i}", [512], [.. Enumerable.Repeat(1f + i, 512)]);
            file.Node("MatMul", [before, "w"], $"m{i}").Node("Mul", [$"m{i}", $"s{i}"], before = $"y{i}");
        }

        using var engine = new InferenceEngine(new InferenceOptions { LoadLimits = new LoadLimits { MaxBytes = 16 << 20 } });
        using InferenceModel model = engine.Load(file.Build(), "hostile.onnx");
        LoadLimitException error = Assert.Throws<LoadLimitException>(() => model.Compile([new Shape(1, 512)]));
        Assert.Equal(LoadLimit.Bytes, error.Limit);
        Assert.InRange(model.ConstantBytes, 0, (16 << 20) + (LoadLimits.BytesPerFileByte * (2 << 20)));
    }

    [Fact]
    public void Steps_count_towards_the_memory_of_plans_before_they_are_made()
    {
        var file = new OnnxFile().Input("x", 1).Output("y9999", 1);
        for (int i = 0; i < 10_000; i++)
            file.Node("Exp", [i == 0 ? "x" : $"y{i - 1}"], $"y{i}");
        using var engine = new InferenceEngine(new InferenceOptions { PlanBytes = 1 << 20 });
        using InferenceModel model = engine.Load(file.Build(), "hostile.onnx");
        InferenceException error = Assert.ThrowsAny<InferenceException>(() => model.Compile([new Shape(1)]));
        Assert.Contains("InferenceOptions.PlanBytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_inputs_or_outputs_are_refused_at_once()
    {
        long start = Stopwatch.GetTimestamp();
        var inputs = new OnnxFile().Input("x", 1).Output("y", 1).Node("Relu", ["x"], "y");
        for (int i = 0; i < 20_000; i++)
            inputs.Input($"i{i}", 1);
        Assert.Contains(
            "20001 inputs; at most 4096",
            Assert.Throws<UnsupportedModelException>(() => TestEngines.Best.Load(inputs.Build(), "hostile.onnx")).Message,
            StringComparison.Ordinal);

        var outputs = new OnnxFile().Input("x", 1).Node("Relu", ["x"], "y");
        for (int i = 0; i < 20_000; i++)
            outputs.Output("y", 1);
        Assert.Contains(
            "20000 outputs; at most 4096",
            Assert.Throws<UnsupportedModelException>(() => TestEngines.Best.Load(outputs.Build(), "hostile.onnx")).Message,
            StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(start) < MostTime);
    }

    [Fact]
    public void Initialisers_that_are_declared_as_inputs_do_not_count_as_inputs()
    {
        var file = new OnnxFile().Input("x", 1).Output("y", 1).Node("Relu", ["x"], "y");
        for (int i = 0; i < 5000; i++)
            file.Weights($"w{i}", [1], 1f).Input($"w{i}", 1);
        using InferenceModel model = TestEngines.Best.Load(file.Build(), "old.onnx");
        Assert.Single(model.Inputs);
    }

    [Fact]
    public void The_time_of_a_load_ends_what_it_does()
    {
        using var budget = new LoadBudget(new LoadLimits { MaxTime = TimeSpan.FromMilliseconds(1) });
        Assert.True(budget.Token.WaitHandle.WaitOne(MostTime));
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new OnnxFile().Input("x", 1).Output("y", 1).Node("Relu", ["x"], "y").Build());
            Assert.Equal(LoadLimit.Time, Assert.Throws<LoadLimitException>(() => TestEngines.Best.Load(path, budget)).Limit);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_plan_that_computes_for_minutes_is_not_run_to_warm_up_and_a_run_of_it_can_be_cancelled()
    {
        using InferenceModel model = TestEngines.Best.Load(LongRun(), "long.onnx");
        CompiledPlan plan = model.Compile([new Shape(1, 1, 1500, 1500)]);
        using var budget = new LoadBudget(new LoadLimits());
        Assert.False(plan.WarmUp(() => throw new InvalidOperationException("The run was begun."), budget, MostTime));
        Assert.Equal(0, budget.Bytes);

        using var end = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        long start = Stopwatch.GetTimestamp();
        Assert.Throws<OperationCanceledException>(
            () => plan.Run([new Tensor(ElementType.Float32, new Shape(1, 1, 1500, 1500))], cancellationToken: end.Token));
        Assert.True(Stopwatch.GetElapsedTime(start) < MostTime);
    }

    [Fact]
    public void An_ordinary_plan_is_run_to_warm_up()
    {
        using InferenceModel model =
            TestEngines.Best.Load(new OnnxFile().Input("x", 1, 8).Output("y", 1, 8).Node("Relu", ["x"], "y").Build(), "net.onnx");
        CompiledPlan plan = model.Compile([new Shape(1, 8)]);
        using var budget = new LoadBudget(new LoadLimits());
        Assert.True(plan.WarmUp(() => [new Tensor(ElementType.Float32, new Shape(1, 8))], budget, MostTime));
        Assert.Equal(0, budget.Bytes);
    }

    // A mean over windows of a million places, for a quarter of a million places: one step of some minutes.
    private static byte[] LongRun() => new OnnxFile()
        .Input("x", 1, 1, 1500, 1500).Output("y", 1, 1, 502, 502)
        .Node("AveragePool", ["x"], "y", "", ("kernel_shape", [999, 999]), ("strides", [1, 1])).Build();

    private static byte[] Model(string what)
    {
        var file = new OnnxFile().Input("x", 1).Output("o", 1);
        OnnxFile Filled(params long[] shape) => file.Integers("shape", shape).Node("ConstantOfShape", ["shape"], "a", "a");
        OnnxFile Chain(int count, Func<string, string, OnnxFile> node)
        {
            string before = "a";
            for (int i = 0; i < count; i++)
                node(before, before = $"b{i}");
            return file.Node("Identity", [before], "b");
        }

        switch (what)
        {
            case "operands of a fold":
                Filled(1, 10_000_000).Node("ReduceMax", ["a"], "m", "m").Node("ReduceMax", ["m"], "b", "n");
                break;
            case "scratch memory of a fold":
                Filled(1, 2, 1700, 1700).Integers("kernel", 1, 2, 3, 3).Node("ConstantOfShape", ["kernel"], "w", "w")
                    .Node("Conv", ["a", "w"], "b", "c", ("strides", [1000, 1000]));
                break;
            case "result of a fold":
                Filled(3000, 3000).Node("Exp", ["a"], "b", "e");
                break;
            case "results of many folds":
                Filled(1000, 1000);
                Chain(20, (from, to) => file.Node("Exp", [from], to, to));
                break;
            case "one large product":
                Filled(1400, 1400).Node("MatMul", ["a", "a"], "b", "p");
                break;
            case "many products":
                Filled(300, 300);
                Chain(100, (from, to) => file.Node("MatMul", [from, "a"], to, to));
                break;
            case "a large window":
                Filled(1, 1, 900, 900).Node("MaxPool", ["a"], "b", "p", ("kernel_shape", [400, 400]), ("strides", [1, 1]));
                break;
            default:
                Filled(100, 100);
                Chain(10_000, (from, to) => file.Node("Mul", [from, "a"], to, to));
                break;
        }

        return file.Node("ReduceMean", ["b"], "mean").Node("Add", ["x", "mean"], "o").Build();
    }
}
