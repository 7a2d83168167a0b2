using Fovea.Inference;
using Fovea.Models.Bundled;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Packages.Versions;
using Fovea.Models.Repository;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Repository;

/// <summary>The repository follows its folder: over real files, with a clock that the test moves.</summary>
public sealed class ModelWatchingTests : IDisposable
{
    private readonly InferenceEngine _engine = new();
    private readonly ManualTime _time = new();
    private readonly DigitsFolder _folder = new();

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_new_model_is_loaded_when_its_files_have_stayed_as_they_are()
    {
        using ModelRepository repository = Open();
        _folder.Copy("new");
        byte[] whole = File.ReadAllBytes(_folder.File("new", "model.onnx"));
        File.WriteAllBytes(_folder.File("new", "model.onnx"), whole[..(whole.Length / 2)]);

        Look(repository);
        File.WriteAllBytes(_folder.File("new", "model.onnx"), whole[..(whole.Length / 4 * 3)]);
        Look(repository);
        ModelEntry entry = Assert.Single(repository.Models);
        Assert.Equal(ModelState.Loading, entry.Status.State);
        Assert.Equal(ServingError.NotReady, Assert.Throws<ServingException>(() => repository.Lease("new", null)).Error);
        File.WriteAllBytes(_folder.File("new", "model.onnx"), whole);
        Look(repository);
        Assert.Equal(ModelState.Loading, entry.Status.State);

        Look(repository);

        Assert.Equal(ModelState.Ready, entry.Status.State);
        Assert.Null(repository.Default.Name);
        Assert.Equal(ServingError.ModelRequired, Assert.Throws<ServingException>(() => repository.Find(null, null)).Error);
    }

    [Fact]
    public void A_copy_that_pauses_is_refused_and_loaded_when_it_is_complete()
    {
        using ModelRepository repository = Open();
        _folder.Copy("new");
        byte[] whole = File.ReadAllBytes(_folder.File("new", "model.onnx"));
        File.WriteAllBytes(_folder.File("new", "model.onnx"), whole[..(whole.Length / 2)]);
        LookTwice(repository);
        Assert.Equal(ModelState.Failed, Assert.Single(repository.Models).Status.State);

        File.WriteAllBytes(_folder.File("new", "model.onnx"), whole);
        LookTwice(repository);

        Assert.Equal(ModelState.Ready, Assert.Single(repository.Models).Status.State);
    }

    [Fact]
    public void A_model_that_comes_later_does_not_take_readiness_away()
    {
        _folder.Copy("first");
        using ModelRepository repository = Open();
        _folder.Copy("second");
        Look(repository);

        Assert.Equal(ModelState.Loading, repository.Find("second", null).Status.State);
        Assert.True(repository.CheckReadiness().IsReady);
        Assert.Equal("first", repository.Default.Name);
    }

    [Fact]
    public void A_changed_model_is_loaded_again_and_requests_in_flight_end_on_the_one_before()
    {
        _folder.Copy("net");
        using ModelRepository repository = Open();
        using ModelLease before = repository.Lease("net", null);
        _folder.Relabel("net", "x");

        LookTwice(repository);

        using ModelLease after = repository.Lease("net", null);
        Assert.Equal(("0", "x0"), (before.Model.Package.Labels![0], after.Model.Package.Labels![0]));
        before.Model.WarmUp(new LoadBudget(new LoadLimits()));
    }

    [Fact]
    public void A_reload_that_fails_keeps_the_one_before_and_says_why()
    {
        _folder.Copy("net");
        using ModelRepository repository = Open();
        ModelEntry entry = repository.Find("net", null);
        string good = File.ReadAllText(_folder.File("net", "labels.txt"));
        File.WriteAllText(_folder.File("net", "labels.txt"), "only\ntwo\n");

        LookTwice(repository);

        Assert.Equal(ModelState.Ready, entry.Status.State);
        Assert.Contains("2 labels were found", entry.Status.Reason, StringComparison.Ordinal);
        Readiness readiness = repository.CheckReadiness();
        Assert.True(readiness.IsReady);
        Assert.Same(entry, Assert.Single(readiness.Failing));
        Assert.Equal(1, entry.FailedReloads);
        using (ModelLease lease = repository.Lease("net", null))
            lease.Model.WarmUp(new LoadBudget(new LoadLimits()));

        File.WriteAllText(_folder.File("net", "labels.txt"), good);
        LookTwice(repository);
        Assert.Null(entry.Status.Reason);
        Assert.Empty(repository.CheckReadiness().Failing);
        Assert.Equal(1, entry.FailedReloads);
    }

    [Fact]
    public void A_model_file_that_is_overwritten_in_place_serves_on_until_the_new_one_is_ready()
    {
        _folder.Copy("net");
        using ModelRepository repository = Open();
        HostedModel before = repository.Find("net", null).Status.Model!;
        File.WriteAllBytes(_folder.File("net", "model.onnx"), [1, 2, 3]);
        LookTwice(repository);

        ModelStatus status = repository.Find("net", null).Status;
        Assert.Same(before, status.Model);
        Assert.Contains("model.onnx", status.Reason, StringComparison.Ordinal);
        using ModelLease lease = repository.Lease("net", null);
        lease.Model.WarmUp(new LoadBudget(new LoadLimits()));
    }

    [Fact]
    public void A_model_whose_files_are_gone_is_let_go_unless_they_come_back_at_once()
    {
        _folder.Copy("net");
        _folder.Copy("other");
        using ModelRepository repository = Open();
        Directory.Move(_folder.Path("net"), _folder.Path(".away"));
        repository.Refresh(default);
        Assert.Equal(2, repository.Models.Count);
        Directory.Move(_folder.Path(".away"), _folder.Path("net"));
        LookTwice(repository);
        Assert.Equal(ModelState.Ready, repository.Find("net", null).Status.State);

        ModelEntry entry = repository.Find("net", null);
        using ModelLease lease = entry.Lease();
        Directory.Delete(_folder.Path("net"), recursive: true);
        LookTwice(repository);

        Assert.Equal("other", Assert.Single(repository.Models).Name);
        Assert.Equal(ServingError.ModelNotFound, Assert.Throws<ServingException>(entry.Lease).Error);
        lease.Model.WarmUp(new LoadBudget(new LoadLimits()));
    }

    [Fact]
    public void A_folder_that_is_away_leaves_everything_as_it_is()
    {
        _folder.Copy("net");
        using ModelRepository repository = Open();
        var warnings = new List<string>();
        repository.Warned += warnings.Add;
        Directory.Move(_folder.Root, _folder.Root + "-away");
        LookTwice(repository);
        Directory.Move(_folder.Root + "-away", _folder.Root);

        Assert.Equal(ModelState.Ready, Assert.Single(repository.Models).Status.State);
        Assert.Contains(_folder.Root, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_users_model_takes_the_bundled_ones_name_and_the_bundled_one_comes_back()
    {
        using ModelRepository repository = Open(new ModelRepositoryOptions { BundledPath = BundledModels.Folder });
        ModelEntry digits = Assert.Single(repository.Models);
        Assert.True(digits.Bundled);

        _folder.Copy("digits");
        File.WriteAllText(_folder.File("digits", "labels.txt"), "wrong\n");
        LookTwice(repository);
        Assert.True(repository.Find("digits", null).Bundled);
        Assert.NotNull(repository.Find("digits", null).Status.Reason);

        _folder.Relabel("digits", "mine ");
        LookTwice(repository);
        Assert.Equal(
            (false, "mine 0"), (repository.Find("digits", null).Bundled, repository.Find("digits", null).Status.Model!.Package.Labels![0]));

        Directory.Delete(_folder.Path("digits"), recursive: true);
        LookTwice(repository);
        Assert.Equal(
            (true, "0"), (repository.Find("digits", null).Bundled, repository.Find("digits", null).Status.Model!.Package.Labels![0]));
    }

    [Fact]
    public void The_default_stays_what_it_was_at_the_start_and_one_that_vanishes_stops_nothing()
    {
        _folder.Copy("one");
        using (ModelRepository repository = Open(new ModelRepositoryOptions { BundledPath = BundledModels.Folder }))
        {
            Assert.Equal("one", repository.Find(null, null).Name);
            _folder.Copy("two");
            LookTwice(repository);
            Assert.Equal("one", repository.Find(null, null).Name);
            Directory.Delete(_folder.Path("one"), recursive: true);
            LookTwice(repository);
            ServingException gone = Assert.Throws<ServingException>(() => repository.Find(null, null));
            Assert.Equal(ServingError.ModelRequired, gone.Error);
            Assert.Contains("digits, two. The default model, 'one', is no longer", gone.Message, StringComparison.Ordinal);
            _folder.Copy("one");
            Look(repository);
            Assert.Equal(ModelState.Loading, repository.Find("one", null).Status.State);
            Assert.Equal(ServingError.ModelRequired, Assert.Throws<ServingException>(() => repository.Find(null, null)).Error);
            Look(repository);
            Assert.Equal("one", repository.Find(null, null).Name);
            Directory.Delete(_folder.Path("one"), recursive: true);
            Directory.Delete(_folder.Path("two"), recursive: true);
            LookTwice(repository);
            Assert.Equal("one", repository.Default.Name);
        }

        _folder.Copy("one");
        using ModelRepository configured = Open(new ModelRepositoryOptions { BundledPath = BundledModels.Folder, Default = "one" });
        Directory.Delete(_folder.Path("one"), recursive: true);
        LookTwice(configured);
        ServingException error = Assert.Throws<ServingException>(() => configured.Find(null, null));
        Assert.Equal(ServingError.ModelRequired, error.Error);
        Assert.Contains("'one'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_latest_version_is_served_and_the_one_before_until_it_is_ready()
    {
        _folder.Copy("net/1");
        using ModelRepository repository = Open(new ModelRepositoryOptions { Versions = VersionPolicy.Latest(1) });
        _folder.Copy("net/2");
        File.WriteAllText(_folder.File("net/2", "labels.txt"), "wrong\n");
        LookTwice(repository);
        Assert.Equal([("2", ModelState.Failed), ("1", ModelState.Ready)], repository.Models.Select(m => (m.Version, m.Status.State)));
        using (ModelLease first = repository.Lease("net", null))
            Assert.Equal("1", first.Model.Version);

        _folder.Relabel("net/2", "");
        LookTwice(repository);

        Assert.Equal([("2", ModelState.Ready)], repository.Models.Select(m => (m.Version, m.Status.State)));
        Assert.Equal("2", repository.Find("net", null).Version);
    }

    [Fact]
    public async Task Requests_find_a_model_at_every_moment_of_its_replacement()
    {
        _folder.Copy("net/1");
        using ModelRepository repository = Open(new ModelRepositoryOptions { Versions = VersionPolicy.Latest(1) });
        using var end = new CancellationTokenSource();
        using var begun = new CountdownEvent(4);
        Task[] callers = [.. Enumerable.Range(0, begun.InitialCount).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (int answers = 0; !end.IsCancellationRequested; answers++)
                {
                    using (ModelLease lease = repository.Lease("net", null))
                        Assert.True(lease.Model.Graph.ConstantBytes > 0);
                    if (answers == 0)
                        begun.Signal();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Assert.True(begun.Wait(TimeSpan.FromSeconds(30)), "A caller has not begun.");
        for (int version = 2; version <= 8; version++)
        {
            _folder.Copy($"net/{version}");
            LookTwice(repository);
            Directory.Delete(_folder.Path($"net/{version - 1}"), recursive: true);
        }

        await end.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Equal("8", Assert.Single(repository.Models).Version);
    }

    private ModelRepository Open(ModelRepositoryOptions? options = null)
    {
        var repository = new ModelRepository(
            _engine, (options ?? new ModelRepositoryOptions()) with { Path = _folder.Root, SettleTime = TimeSpan.FromSeconds(2) }, _time);
        _folder.Age();
        repository.LoadAll(default);
        return repository;
    }

    private void Look(ModelRepository repository)
    {
        repository.Refresh(default);
        _time.Advance(TimeSpan.FromSeconds(2));
    }

    private void LookTwice(ModelRepository repository)
    {
        Look(repository);
        Look(repository);
    }
}
