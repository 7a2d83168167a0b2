using Fovea.Inference;
using Fovea.Models.Bundled;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;

namespace Fovea.Models.Tests.Repository;

public sealed class ModelRepositoryTests : IDisposable
{
    private readonly InferenceEngine _engine = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fovea-repository-");

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Models_are_listed_before_they_are_loaded_and_answer_afterwards()
    {
        using ModelRepository repository = Open(bundled: true);
        ModelEntry digits = Assert.Single(repository.Models);
        Assert.Equal(ModelState.Loading, digits.Status.State);
        Assert.Equal(ServingError.NotReady, Assert.Throws<ServingException>(digits.Lease).Error);
        Assert.False(repository.CheckReadiness().IsReady);

        repository.LoadAll(default);

        Assert.Equal((ModelState.Ready, true), (digits.Status.State, repository.CheckReadiness().IsReady));
        using ModelLease lease = digits.Lease();
        Assert.Equal("classification", lease.Model.RequireTask().Task.Name);
    }

    [Fact]
    public void A_retired_model_answers_until_its_last_lease_ends()
    {
        using ModelRepository repository = Open(bundled: true);
        repository.LoadAll(default);
        ModelEntry digits = repository.Models[0];
        using ModelLease lease = digits.Lease();

        repository.Dispose();

        Assert.Equal(ServingError.NotReady, Assert.Throws<ServingException>(digits.Lease).Error);
        lease.Model.WarmUp(new LoadBudget(new LoadLimits()));
    }

    [Fact]
    public void A_failed_self_test_fails_the_model_and_names_the_test()
    {
        string copy = CopyDigits("copy");
        string output = Path.Combine(copy, "test_data_set_0", "output_0.pb");
        byte[] bytes = File.ReadAllBytes(output);
        int nearTheEnd = bytes.Length - 6;
        bytes[nearTheEnd] ^= 0x40;
        File.WriteAllBytes(output, bytes);
        using ModelRepository repository = Open(bundled: false);

        repository.LoadAll(default);

        ModelStatus status = Assert.Single(repository.Models).Status;
        Assert.Equal(ModelState.Failed, status.State);
        Assert.Contains("test_data_set_0", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_self_test_that_cannot_be_read_fails_the_model()
    {
        File.WriteAllText(Path.Combine(CopyDigits("copy"), "test_data_set_1", "input_0.pb"), "no tensor");
        using ModelRepository repository = Open(bundled: false);

        repository.LoadAll(default);

        Assert.Contains("input_0.pb", Assert.Single(repository.Models).Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_broken_model_leaves_the_others_ready()
    {
        CopyDigits("good");
        File.WriteAllBytes(Path.Combine(CopyDigits("broken"), "model.onnx"), [1, 2, 3]);
        using ModelRepository repository = Open(bundled: true);
        var told = new List<string>();
        repository.Loaded += entry => told.Add($"{entry.Name}: {entry.Status.State}");

        repository.LoadAll(default);

        Assert.Equal(["broken: Failed", "digits: Ready", "good: Ready"], told.Order(StringComparer.Ordinal));
        Assert.True(repository.CheckReadiness().IsReady);
    }

    [Fact]
    public void The_default_is_the_only_one_or_the_bundled_one_or_the_configured_one()
    {
        using (ModelRepository empty = Open(bundled: true))
            Assert.Equal(BundledModels.Default, empty.Default.Name);
        CopyDigits("one");
        using (ModelRepository single = Open(bundled: true))
        {
            var chosen = new List<string?>();
            single.DefaultChosen += model => chosen.Add(model.Name);
            Assert.Equal((null, "one"), (single.Default.Name, single.Default.Candidate));
            Assert.Equal(ServingError.NotReady, Assert.Throws<ServingException>(() => single.Find(null, null)).Error);
            single.LoadAll(default);
            Assert.Equal("one", single.Default.Name);
            Assert.Equal("one", Assert.Single(chosen));
        }

        CopyDigits("two");
        using (ModelRepository several = Open(bundled: true))
            Assert.Equal(BundledModels.Default, several.Default.Name);
        using (ModelRepository alone = Open(bundled: false))
            Assert.Null(alone.Default.Name);
        using (ModelRepository configured = Open(bundled: true, "two"))
            Assert.Equal("two", configured.Default.Name);
    }

    [Fact]
    public void A_default_that_is_not_served_is_refused() =>
        Assert.Contains("'digits'", Assert.Throws<ServingException>(() => Open(bundled: true, "digit")).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_any_model_nothing_is_ready()
    {
        using ModelRepository repository = Open(bundled: false);
        repository.LoadAll(default);

        Assert.Equal(ServingError.NotReady, repository.CheckReadiness().Error);
        Assert.Equal(ServingError.ModelRequired, Assert.Throws<ServingException>(() => repository.Find(null, null)).Error);
    }

    [Fact]
    public void A_model_that_is_loaded_again_does_not_take_readiness_away()
    {
        CopyDigits("mine");
        using ModelRepository repository = Open(bundled: true);
        repository.LoadAll(CancellationToken.None);

        repository.Find("mine", null).Status = ModelStatus.Loading;

        Assert.True(repository.CheckReadiness().IsReady);
    }

    [Fact]
    public void Loading_stops_when_told()
    {
        using ModelRepository repository = Open(bundled: true);

        Assert.Throws<OperationCanceledException>(() => repository.LoadAll(new CancellationToken(canceled: true)));
        Assert.Equal(ModelState.Loading, Assert.Single(repository.Models).Status.State);
    }

    private ModelRepository Open(bool bundled, string? defaultModel = null) => new(_engine, new ModelRepositoryOptions
    {
        Path = _folder.FullName,
        BundledPath = bundled ? BundledModels.Folder : null,
        Default = defaultModel,
        SettleTime = TimeSpan.FromMilliseconds(20),
    });

    private string CopyDigits(string name)
    {
        string source = Path.Combine(BundledModels.Folder, BundledModels.Default);
        string target = Path.Combine(_folder.FullName, name);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }
}
