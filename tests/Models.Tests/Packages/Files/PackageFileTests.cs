using Fovea.Models.Errors;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Packages.Files;

/// <summary>The files beside a model: only regular ones, each kind up to its largest length.</summary>
public sealed class PackageFileTests : IDisposable
{
    private readonly TempModels _models = new();

    public PackageFileTests()
    {
        _models.Write("net/model.onnx", "");
        _models.Write("net/config.pbtxt", "output { label_filename: \"names.txt\" }");
    }

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("fovea.json", 1 << 20)]
    [InlineData("config.json", 16 << 20)]
    [InlineData("preprocessor_config.json", 16 << 20)]
    [InlineData("processor_config.json", 16 << 20)]
    [InlineData("labels.txt", 16 << 20)]
    [InlineData("names.txt", 16 << 20)]
    [InlineData("config.pbtxt", 1 << 20)]
    public void Each_kind_has_a_largest_length(string name, int most)
    {
        using (FileStream file = File.Create(_models.Path($"net/{name}")))
            file.SetLength(most + 1L);
        Assert.Equal(
            $"net/{name}: the file has more than {most} bytes, the most that is read of such a file. Put a shorter file there.", Refusal());
    }

    [Theory]
    [InlineData("fovea.json")]
    [InlineData("config.json")]
    [InlineData("preprocessor_config.json")]
    [InlineData("labels.txt")]
    [InlineData("names.txt")]
    [InlineData("config.pbtxt")]
    public void A_fifo_is_named(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux opens a FIFO without waiting.");
        SpecialFiles.Fifo(_models.Path($"net/{name}"));
        Assert.Equal(
            $"net/{name}: the file is a FIFO (named pipe); only regular files are read. Put a file there, or remove it.", Refusal());
    }

    private string Refusal() => Assert.Throws<ModelPackageException>(() => _models.Load("net")).Message;
}
