using Fovea.Inference.Files;
using Fovea.Inference.Onnx;
using Fovea.Inference.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>FIFOs, devices and overlong files in the place of model, external data and test tensors.</summary>
public sealed class UnsuitableModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-special-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_is_a_regular_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux opens a FIFO without waiting.");
        string model = Path.Combine(_folder, "model.onnx");
        SpecialFiles.Fifo(model);
        Assert.Throws<UnsuitableFileException>(() => TestEngines.Best.Load(model));
        Assert.Throws<UnsuitableFileException>(() => ModelFileCheck.Require(model));
        File.Delete(model);
        File.CreateSymbolicLink(model, SpecialFiles.Endless);
        Assert.Throws<UnsuitableFileException>(() => TestEngines.Best.Load(model));
    }

    /// <summary>A file of /proc claims to be empty, and is taken for that.</summary>
    [Fact]
    public void A_model_ends_where_its_file_says_when_it_is_opened()
    {
        Assert.SkipUnless(File.Exists("/proc/self/pagemap"), "There is no /proc.");
        Assert.Contains(
            "empty", Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load("/proc/self/pagemap")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void External_data_is_a_regular_file_beside_the_model()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux opens a FIFO without waiting.");
        string data = Path.Combine(_folder, "weights.bin");
        var tensor = new ProtoMessage().Number(1, 2).Number(2, OnnxFile.Float).Text(8, "w").Number(14, 1)
            .Message(13, new ProtoMessage().Text(1, "location").Text(2, "weights.bin"));
        var graph = new ProtoMessage().Text(2, "test").Message(5, tensor)
            .Message(1, new ProtoMessage().Text(1, "w").Text(2, "y").Text(4, "Relu")).Message(12, new ProtoMessage().Text(1, "y"));
        string model = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(model, new ProtoMessage().Number(1, 8).Message(8, new ProtoMessage().Number(2, 17)).Message(7, graph).ToArray());

        Assert.Contains("is not in the model's folder", Refusal(model), StringComparison.Ordinal);
        SpecialFiles.Fifo(data);
        Assert.Contains("'weights.bin' is a FIFO (named pipe); only regular files are read", Refusal(model), StringComparison.Ordinal);
        File.Delete(data);
        File.CreateSymbolicLink(data, SpecialFiles.Endless);
        Assert.Contains("'weights.bin' is a link, which is not followed", Refusal(model), StringComparison.Ordinal);
        File.Delete(data);
        File.WriteAllBytes(data, new byte[7]);
        Assert.Contains("needs 8 bytes from 0 on of 'weights.bin', which has 7", Refusal(model), StringComparison.Ordinal);
        File.WriteAllBytes(data, new byte[8]);
        TestEngines.Best.Load(model).Dispose();
    }

    [Fact]
    public void A_test_tensor_is_a_regular_file_of_bounded_length()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux opens a FIFO without waiting.");
        string tensor = Path.Combine(_folder, "input_0.pb");
        SpecialFiles.Fifo(tensor);
        Assert.Throws<UnsuitableFileException>(() => TensorFile.Read(tensor));
        File.Delete(tensor);
        using (FileStream file = File.Create(tensor))
            file.SetLength(TensorFile.LongestBytes + 1L);
        Assert.Contains(
            $"has more than {TensorFile.LongestBytes} bytes", Assert.Throws<UnsuitableFileException>(() => TensorFile.Read(tensor)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_or_an_archive_is_told_from_a_model()
    {
        string file = Path.Combine(_folder, "model.onnx");
        File.WriteAllText(file, "<!DOCTYPE html><html>Sign in</html>");
        Assert.Contains("an HTML page", Assert.Throws<InvalidModelException>(() => ModelFileCheck.Require(file)).Message,
            StringComparison.Ordinal);
        File.WriteAllBytes(file, new OnnxFile().Input("x", 1).Node("Relu", ["x"], "y").Output("y", 1).Build());
        ModelFileCheck.Require(file);
    }

    private static string Refusal(string model) => Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(model)).Message;
}
