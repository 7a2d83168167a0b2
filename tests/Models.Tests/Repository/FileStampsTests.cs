using Fovea.Models.Packages;
using Fovea.Models.Repository;

namespace Fovea.Models.Tests.Repository;

/// <summary>What counts as a change of a model's files.</summary>
public sealed class FileStampsTests : IDisposable
{
    private readonly DigitsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("net/model.onnx")]
    [InlineData("net/labels.txt")]
    [InlineData("net/weights.bin")]
    [InlineData("net/test_data_set_0/input_0.pb")]
    public void Every_file_of_the_model_counts(string file)
    {
        _folder.Copy("net");
        string before = Of("net");
        File.AppendAllText(_folder.Path(file), "x");
        Assert.NotEqual(before, Of("net"));
    }

    [Fact]
    public void The_time_of_change_counts_where_the_length_is_the_same()
    {
        _folder.Copy("net");
        string before = Of("net");
        File.SetLastWriteTimeUtc(_folder.File("net", "model.onnx"), DateTime.UtcNow.AddSeconds(5));
        Assert.NotEqual(before, Of("net"));
    }

    [Fact]
    public void Hidden_files_and_other_models_do_not_count()
    {
        _folder.Copy("net");
        string before = Of("net");
        File.WriteAllText(_folder.File("net", ".model.onnx.part"), "x");
        _folder.Copy("other");
        Assert.Equal(before, Of("net"));
    }

    [Fact]
    public void A_link_that_is_switched_counts_as_Kubernetes_does_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Links are made as on Linux.");
        _folder.Copy("net");
        foreach (string data in new[] { "..1", "..2" })
        {
            Directory.CreateDirectory(_folder.File("net", data));
            File.Copy(_folder.File("net", "labels.txt"), _folder.File("net", $"{data}/labels.txt"));
            File.SetLastWriteTimeUtc(_folder.File("net", $"{data}/labels.txt"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        File.Delete(_folder.File("net", "labels.txt"));
        Directory.CreateSymbolicLink(_folder.File("net", "..data"), "..1");
        File.CreateSymbolicLink(_folder.File("net", "labels.txt"), "..data/labels.txt");
        string before = Of("net");
        Directory.Delete(_folder.File("net", "..data"));
        Directory.CreateSymbolicLink(_folder.File("net", "..data"), "..2");

        Assert.NotEqual(before, Of("net"));
    }

    private string Of(string name) => FileStamps.Of(ModelFolder.Discover(_folder.Root).Models.Single(model => model.Name == name)).Text;
}
