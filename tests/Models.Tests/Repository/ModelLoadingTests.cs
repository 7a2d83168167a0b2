using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;

namespace Fovea.Models.Tests.Repository;

/// <summary>Loading and unloading on request, and the memory that models may take.</summary>
public sealed class ModelLoadingTests : IDisposable
{
    private readonly InferenceEngine _engine = new();
    private readonly DigitsFolder _folder = new();

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_unloaded_model_stays_so_until_it_is_loaded()
    {
        _folder.Copy("net");
        using ModelRepository repository = Open();
        using ModelLease inFlight = repository.Lease("net", null);

        await repository.UnloadAsync("net", default);
        await repository.UnloadAsync("net", default);

        ModelEntry entry = Assert.Single(repository.Models);
        Assert.Equal((ModelState.Unloaded, null), (entry.Status.State, entry.Status.Model));
        ServingException error = Assert.Throws<ServingException>(() => repository.Lease("net", null));
        Assert.Equal(ServingError.NotReady, error.Error);
        Assert.Contains("unloaded", error.Message, StringComparison.Ordinal);
        Assert.Equal((false, "Every model is unloaded."), (repository.CheckReadiness().IsReady, repository.CheckReadiness().Reason));
        inFlight.Model.WarmUp(new LoadBudget(new LoadLimits()));

        _folder.Relabel("net", "x");
        for (int i = 0; i < 3; i++, Thread.Sleep(30))
            repository.Refresh(default);
        Assert.Equal(ModelState.Unloaded, entry.Status.State);

        await repository.LoadAsync("net", default);

        using ModelLease lease = repository.Lease("net", null);
        Assert.Equal("x0", lease.Model.Package.Labels![0]);
    }

    [Fact]
    public async Task Loading_takes_what_is_new_or_changed_and_leaves_the_rest()
    {
        _folder.Copy("net");
        using ModelRepository repository = Open();
        HostedModel before = repository.Find("net", null).Status.Model!;

        await repository.LoadAsync("net", default);
        Assert.Same(before, repository.Find("net", null).Status.Model);

        _folder.Relabel("net", "x");
        await repository.LoadAsync("net", default);
        Assert.NotSame(before, repository.Find("net", null).Status.Model);

        _folder.Copy("later");
        await repository.LoadAsync("later", default);
        Assert.Equal(ModelState.Ready, repository.Find("later", null).Status.State);
    }

    [Fact]
    public async Task What_cannot_be_loaded_is_told()
    {
        _folder.Copy("net");
        using ModelRepository repository = Open();
        File.WriteAllText(_folder.File("net", "labels.txt"), "wrong\n");

        ServingException error = await Assert.ThrowsAsync<ServingException>(() => repository.LoadAsync("net", default));

        Assert.Equal(ServingError.ModelFailed, error.Error);
        Assert.Contains("1 labels were found", error.Message, StringComparison.Ordinal);
        Assert.Equal(ModelState.Ready, repository.Find("net", null).Status.State);
        foreach (Func<string, CancellationToken, Task> call in new[] { repository.LoadAsync, repository.UnloadAsync })
            Assert.Equal(ServingError.ModelNotFound, (await Assert.ThrowsAsync<ServingException>(() => call("nat", default))).Error);
    }

    [Fact]
    public async Task A_model_that_does_not_fit_is_refused_with_the_numbers_and_loaded_when_there_is_room()
    {
        _folder.Copy("a");
        long one = SizeOfOne();
        _folder.Copy("b");
        using ModelRepository repository = Open(one * 3 / 2);
        ModelEntry refused = repository.Find("b", null);
        Assert.Equal([ModelState.Ready, ModelState.Failed], repository.Models.Select(m => m.Status.State));
        Assert.Contains($"It needs {one} bytes", refused.Status.Reason, StringComparison.Ordinal);
        Assert.Contains($"{one * 3 / 2} are allowed", refused.Status.Reason, StringComparison.Ordinal);
        Assert.Contains($"{(one * 3 / 2) - one} are left", refused.Status.Reason, StringComparison.Ordinal);

        using (ModelLease inFlight = repository.Lease("a", null))
        {
            await repository.UnloadAsync("a", default);
            repository.Refresh(default);
            Assert.Equal(ModelState.Failed, refused.Status.State);
        }

        // Files that were taken by their age at the start are watched for the interval like any others.
        for (int i = 0; i < 100 && refused.Status.State != ModelState.Ready; i++, Thread.Sleep(10))
            repository.Refresh(default);
        Assert.Equal(ModelState.Ready, refused.Status.State);
        await Assert.ThrowsAsync<ServingException>(() => repository.LoadAsync("a", default));
    }

    [Fact]
    public async Task A_new_version_must_fit_beside_the_one_that_it_replaces()
    {
        _folder.Copy("net");
        long one = SizeOfOne();
        using ModelRepository tight = Open((one * 2) - 1);
        _folder.Relabel("net", "x");

        Assert.Contains(
            "Models:MaxBytes", (await Assert.ThrowsAsync<ServingException>(() => tight.LoadAsync("net", default))).Message,
            StringComparison.Ordinal);
        Assert.Equal("0", tight.Find("net", null).Status.Model!.Package.Labels![0]);
        await tight.UnloadAsync("net", default);
        await tight.LoadAsync("net", default);
        Assert.Equal("x0", tight.Find("net", null).Status.Model!.Package.Labels![0]);

        _folder.Relabel("net", "y");
        // The labels, which count, are longer now.
        using ModelRepository wide = Open((one * 2) + 1024);
        _folder.Relabel("net", "z");
        await wide.LoadAsync("net", default);
        Assert.Equal("z0", wide.Find("net", null).Status.Model!.Package.Labels![0]);
    }

    private long SizeOfOne()
    {
        using ModelRepository repository = Open();
        MemoryNeed memory = repository.Models[0].Status.Model!.Memory;
        Assert.True(memory.ConstantBytes > 0 && memory.ArenaBytes > 0);
        return memory.TotalBytes;
    }

    private ModelRepository Open(long maxBytes = 0)
    {
        var repository = new ModelRepository(
            _engine, new ModelRepositoryOptions { Path = _folder.Root, MaxBytes = maxBytes, SettleTime = TimeSpan.FromMilliseconds(20) });
        repository.LoadAll(default);
        return repository;
    }
}
