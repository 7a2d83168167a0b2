using System.Diagnostics;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Repository;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Repository;

/// <summary>A model that takes minutes to load delays nobody, and ends when it is told to.</summary>
public sealed class SlowLoadTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // No limit ends the load, so that only what the tests do does.
    private readonly InferenceEngine _engine =
        new(new InferenceOptions { LoadLimits = new LoadLimits { MaxFoldingCost = double.MaxValue } });

    private readonly DigitsFolder _folder = new();

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Others_become_ready_and_are_unloaded_and_loaded_meanwhile()
    {
        for (int i = 0; i < 10; i++)
            AddSlow($"a{i}");
        _folder.Copy("net");
        using ModelRepository repository = Open();
        using var end = new CancellationTokenSource();
        Task loading = Task.Run(() => repository.LoadAll(end.Token));

        Assert.True(SpinWait.SpinUntil(() => State(repository, "net") == ModelState.Ready, Patience));
        await repository.UnloadAsync("net", default).WaitAsync(Patience);
        Assert.Equal(ModelState.Unloaded, State(repository, "net"));
        await repository.LoadAsync("net", default).WaitAsync(Patience);
        Assert.Equal(ModelState.Ready, State(repository, "net"));

        _folder.Copy("later");
        await repository.LoadAsync("later", default).WaitAsync(Patience);
        Assert.Equal(ModelState.Ready, State(repository, "later"));
        Assert.Contains(repository.Models, entry => entry.Status.State == ModelState.Loading);

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading.WaitAsync(Patience));
        // Cancelled loads are no failures.
        Assert.DoesNotContain(repository.Models, entry => entry.Status.State == ModelState.Failed);
    }

    [Fact]
    public async Task Unloading_ends_the_load_and_loading_begins_another()
    {
        AddSlow("slow");
        using ModelRepository repository = Open();
        using var end = new CancellationTokenSource();
        Task loading = Task.Run(() => repository.LoadAll(end.Token));
        Assert.True(SpinWait.SpinUntil(() => repository.Models[0].Load is not null, Patience));

        await repository.UnloadAsync("slow", default).WaitAsync(Patience);

        Assert.True(SpinWait.SpinUntil(() => repository.Models[0].Load is null, Patience));
        Assert.Equal(ModelState.Unloaded, State(repository, "slow"));
        await loading.WaitAsync(Patience);
        using var impatient = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => repository.LoadAsync("slow", impatient.Token).WaitAsync(Patience));
        Assert.Equal(ModelState.Loading, State(repository, "slow"));
        Assert.Equal(ServingError.NotReady, Assert.Throws<ServingException>(() => repository.Lease("slow", null)).Error);
    }

    [Fact]
    public async Task The_repository_ends_at_any_moment_of_loading()
    {
        AddSlow("slow");
        for (int i = 0; i < 6; i++)
        {
            ModelRepository repository = Open();
            using var end = new CancellationTokenSource();
            Task loading = Task.Run(() => repository.LoadAll(end.Token));
            await Task.Delay(i * 40);
            long start = Stopwatch.GetTimestamp();
            await end.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading.WaitAsync(Patience));
            repository.Dispose();
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), $"after {i * 40} ms of loading");
            Assert.Null(repository.Models[0].Load);
        }
    }

    [Fact]
    public void A_model_over_its_time_fails_with_the_setting_that_raises_it()
    {
        AddSlow("slow");
        using var engine = new InferenceEngine(new InferenceOptions
        {
            LoadLimits = new LoadLimits { MaxFoldingCost = double.MaxValue, MaxTime = TimeSpan.FromMilliseconds(100) },
        });
        using ModelRepository repository = Open(engine);
        repository.LoadAll(default);
        Assert.Equal(ModelState.Failed, State(repository, "slow"));
        Assert.Contains("Models:LoadTimeout", repository.Models[0].Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_over_its_memory_fails_with_the_setting_that_raises_it()
    {
        AddSlow("slow");
        using var engine = new InferenceEngine(new InferenceOptions { LoadLimits = new LoadLimits { MaxBytes = 1 << 18 } });
        using ModelRepository repository = Open(engine);
        repository.LoadAll(default);
        Assert.Equal(ModelState.Failed, State(repository, "slow"));
        Assert.Contains("Models:LoadMaxBytes", repository.Models[0].Status.Reason, StringComparison.Ordinal);
    }

    private static ModelState State(ModelRepository repository, string name) => repository.Find(name, null).Status.State;

    private ModelRepository Open(InferenceEngine? engine = null) => new(
        engine ?? _engine, new ModelRepositoryOptions { Path = _folder.Root, SettleTime = TimeSpan.FromMilliseconds(20) });

    // A chain of products with a matrix of constants: each takes some milliseconds, all together longer than any test.
    private void AddSlow(string name)
    {
        const int Nodes = 19_000;
        var file = new OnnxFile().Input("x", 1).Output("o", 1).Integers("row", 1, 1000).Integers("matrix", 1000, 1000)
            .Node("ConstantOfShape", ["row"], "b0").Node("ConstantOfShape", ["matrix"], "w");
        for (int i = 0; i < Nodes; i++)
            file.Node("MatMul", [$"b{i}", "w"], $"b{i + 1}");
        file.Node("ReduceMean", [$"b{Nodes}"], "m").Node("Add", ["x", "m"], "o");
        Directory.CreateDirectory(_folder.Path(name));
        File.WriteAllBytes(_folder.File(name, "model.onnx"), file.Build());
        _folder.Age();
    }
}
