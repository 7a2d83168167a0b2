using Fovea.Inference;
using Fovea.Models.Repository;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Repository;

/// <summary>
/// A FIFO in the place of any file of a model fails that model, and holds up neither the others nor the looks at the folder.
/// </summary>
public sealed class SpecialFilesTests : IDisposable
{
    private readonly InferenceEngine _engine = new();
    private readonly DigitsFolder _folder = new();

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("labels.txt")]
    [InlineData("fovea.json")]
    [InlineData("config.json")]
    [InlineData("config.pbtxt")]
    [InlineData("test_data_set_0/input_0.pb")]
    [InlineData("test_data_set_0/output_0.pb")]
    public void It_fails_alone(string file)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux opens a FIFO without waiting.");
        _folder.Copy("a-bad");
        _folder.Copy("good");
        if (file.StartsWith("test_data_set_0", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(_folder.File("a-bad", "test_data_set_0"));
            foreach (string tensor in new[] { "input_0.pb", "output_0.pb" })
                File.WriteAllBytes(_folder.File("a-bad", $"test_data_set_0/{tensor}"), []);
        }

        // Where the others leave nothing open, a file of an exporter that cannot be read is a note.
        File.Delete(_folder.File("a-bad", "labels.txt"));
        SpecialFiles.Fifo(_folder.File("a-bad", file));
        using var repository = new ModelRepository(
            _engine, new ModelRepositoryOptions { Path = _folder.Root, SettleTime = TimeSpan.FromMilliseconds(20) });
        repository.LoadAll(default);

        ModelStatus bad = repository.Find("a-bad", null).Status;
        Assert.Equal(ModelState.Failed, bad.State);
        if (file != "test_data_set_0/output_0.pb")
            Assert.Contains($"{Path.GetFileName(file)}", bad.Reason, StringComparison.Ordinal);
        Assert.Equal(ModelState.Ready, repository.Find("good", null).Status.State);

        File.Delete(_folder.File("a-bad", file));
        _folder.Copy("a-bad");
        if (file.StartsWith("test_data_set_0", StringComparison.Ordinal))
            Directory.Delete(_folder.File("a-bad", "test_data_set_0"), recursive: true);
        _folder.Age();
        repository.LoadAll(default);
        Assert.Equal(ModelState.Ready, repository.Find("a-bad", null).Status.State);
    }

    [Fact]
    public void A_device_in_the_place_of_a_model_is_not_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what lies at a path.");
        _folder.Copy("a-bad");
        File.Delete(_folder.File("a-bad", "model.onnx"));
        File.CreateSymbolicLink(_folder.File("a-bad", "model.onnx"), SpecialFiles.Endless);
        _folder.Copy("good");
        using var repository = new ModelRepository(
            _engine, new ModelRepositoryOptions { Path = _folder.Root, SettleTime = TimeSpan.FromMilliseconds(20) });
        repository.LoadAll(default);
        Assert.Equal(["good"], repository.Models.Select(entry => entry.Name));
    }
}
