using Fovea.Inference;
using Fovea.Models.Bundled;
using Fovea.Models.Errors;
using Fovea.Models.Repository;

namespace Fovea.Models.Tests.Repository;

/// <summary>Folders without an ONNX file that can be served, and which versions Triton's configuration asks for.</summary>
public sealed class IncompleteFolderTests : IDisposable
{
    private readonly InferenceEngine _engine = new();
    private readonly DigitsFolder _folder = new();

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void It_is_failed_with_the_reason_and_leaves_the_others_and_the_default_as_they_are()
    {
        _folder.Copy("good");
        _folder.Copy("two");
        File.Move(_folder.File("two", "model.onnx"), _folder.File("two", "a.onnx"));
        File.Copy(_folder.File("two", "a.onnx"), _folder.File("two", "b.onnx"));
        Write("torch", "net.pt");
        using ModelRepository repository = Open();
        repository.LoadAll(default);

        Assert.Equal(
            ["digits Ready", "good Ready", "torch Failed", "two Failed"],
            repository.Models.Select(entry => $"{entry.Name} {entry.Status.State}"));
        Assert.StartsWith("two: it holds a.onnx, b.onnx, and", repository.Find("two", null).Status.Reason, StringComparison.Ordinal);
        Assert.Contains("torch/net.pt", repository.Find("torch", null).Status.Reason, StringComparison.Ordinal);
        Assert.Equal("good", repository.Default.Name);
        Assert.True(repository.CheckReadiness().IsReady);
    }

    [Fact]
    public void Alone_it_is_the_reason_why_the_bundled_model_is_the_default()
    {
        Write("torch", "net.pt");
        using ModelRepository repository = Open();
        repository.LoadAll(default);
        Assert.Equal(BundledModels.Default, repository.Default.Name);
        Assert.Contains("'torch', could not be loaded: torch: it holds no ONNX file", repository.Default.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_becomes_ready_when_it_is_put_right()
    {
        _folder.Copy("two");
        File.Move(_folder.File("two", "model.onnx"), _folder.File("two", "a.onnx"));
        File.Copy(_folder.File("two", "a.onnx"), _folder.File("two", "b.onnx"));
        using ModelRepository repository = Open();
        repository.LoadAll(default);
        Assert.Equal(ModelState.Failed, repository.Find("two", null).Status.State);

        File.Move(_folder.File("two", "b.onnx"), _folder.File("two", "model.onnx"));
        await repository.LoadAsync("two", default);

        ModelEntry entry = Assert.Single(repository.Models, entry => entry.Name == "two");
        Assert.Equal((ModelState.Ready, null), (entry.Status.State, entry.Status.Reason));
    }

    [Fact]
    public async Task A_second_file_beside_a_served_one_does_not_take_it_away()
    {
        _folder.Copy("net");
        File.Move(_folder.File("net", "model.onnx"), _folder.File("net", "a.onnx"));
        using ModelRepository repository = Open();
        repository.LoadAll(default);
        Assert.Equal(ModelState.Ready, repository.Find("net", null).Status.State);

        File.Copy(_folder.File("net", "a.onnx"), _folder.File("net", "b.onnx"));
        await Assert.ThrowsAsync<ServingException>(() => repository.LoadAsync("net", default));

        ModelStatus status = repository.Find("net", null).Status;
        Assert.Equal(ModelState.Ready, status.State);
        Assert.Contains("net: it holds a.onnx, b.onnx, and", status.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version_policy: { latest: { num_versions: 1 } }", null, "3")]
    [InlineData("version_policy: { specific: { versions: [1, 2] } }", null, "2 1")]
    [InlineData("version_policy: { all { } }", null, "3 2 1")]
    [InlineData("max_batch_size: 0", null, "3 2 1")]
    [InlineData("version_policy: { latest { } }", """{ "versions": [1] }""", "1")]
    public void Tritons_policy_chooses_the_versions_and_foveas_before_it(string config, string? settings, string expected)
    {
        foreach (string version in new[] { "1", "2", "3" })
            _folder.Copy($"net/{version}");
        File.WriteAllText(_folder.File("net", "config.pbtxt"), config);
        if (settings is not null)
            File.WriteAllText(_folder.File("net", "fovea.json"), settings);
        using ModelRepository repository = Open();
        Assert.Equal(
            expected, string.Join(' ', repository.Models.Where(entry => entry.Name == "net").Select(entry => entry.Version)));
    }

    private void Write(string name, string file)
    {
        Directory.CreateDirectory(_folder.Path(name));
        File.WriteAllText(_folder.File(name, file), "x");
    }

    private ModelRepository Open() => new(_engine, new ModelRepositoryOptions
    {
        Path = _folder.Root,
        BundledPath = BundledModels.Folder,
        SettleTime = TimeSpan.FromMilliseconds(20),
    });
}
