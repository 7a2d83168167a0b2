using System.IO.Compression;
using System.Text;
using Fovea.Api.Tests.Support;
using Fovea.Inference.Files;
using Fovea.Models.Pulling;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Verbs;

/// <summary>
/// What lies in the folder when a model is pulled, and what a server may send: only a model becomes one, and only in its place.
/// </summary>
public sealed class PullSafetyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-pull-").FullName;
    private readonly string _outside = Directory.CreateTempSubdirectory("fovea-outside-").FullName;
    private readonly byte[] _net = new OnnxFile()
        .Input("x", 1).Weights("w", [4], 1, 2, 3, 4).Node("Relu", ["x"], "y").Output("y", 1).Build();

    private string Staging => Path.Combine(_folder, ".net.pull");

    private string Target => Path.Combine(_folder, "net");

    private string Victim => Path.Combine(_outside, "victim");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_outside, recursive: true);
    }

    /// <summary>Links in the folder of the download itself, under every name that is written there.</summary>
    [Theory]
    [InlineData("model.onnx.part")]
    [InlineData("model.onnx.part.etag")]
    [InlineData("model.onnx")]
    [InlineData("labels.part")]
    [InlineData("labels.txt")]
    [InlineData("fovea.json")]
    public async Task A_planted_link_is_not_written_through(string name)
    {
        Directory.CreateDirectory(Staging);
        File.CreateSymbolicLink(Path.Combine(Staging, name), Victim);

        foreach (bool exists in new[] { true, false })
        {
            if (exists)
                await File.WriteAllTextAsync(Victim, "mine");
            Assert.True(await PullAsync(_net, replace: true));
            Assert.Equal(exists, File.Exists(Victim));
            if (exists)
                Assert.Equal("mine", await File.ReadAllTextAsync(Victim));
            Assert.Equal(["fovea.json", "labels.txt", "model.onnx"], Names(Target));
            Assert.All(Directory.EnumerateFiles(Target), path => Assert.Null(new FileInfo(path).LinkTarget));
            File.Delete(Victim);
            Directory.CreateDirectory(Staging);
            File.CreateSymbolicLink(Path.Combine(Staging, name), Victim);
        }
    }

    [Theory]
    [InlineData(".net.pull")]
    [InlineData("net")]
    public async Task A_link_in_the_place_of_a_folder_is_refused(string name)
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder, name), _outside);

        PullException error = await Assert.ThrowsAsync<PullException>(() => PullAsync(_net, replace: true));

        Assert.Contains($"is a link to '{_outside}', which is not followed", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_outside));
    }

    [Fact]
    public async Task What_others_put_beside_the_download_does_not_come_into_the_model()
    {
        Directory.CreateDirectory(Path.Combine(Staging, "1"));
        await File.WriteAllTextAsync(Path.Combine(Staging, "config.pbtxt"), "planted");
        await File.WriteAllTextAsync(Path.Combine(Staging, "1", "model.onnx"), "planted");
        Directory.CreateSymbolicLink(Path.Combine(Staging, "2"), _outside);
        await File.WriteAllTextAsync(Victim, "mine");

        Assert.True(await PullAsync(_net));

        Assert.Equal(["fovea.json", "labels.txt", "model.onnx"], Names(Target));
        Assert.Equal("mine", await File.ReadAllTextAsync(Victim));
    }

    [Fact]
    public async Task A_fifo_in_the_place_of_the_part_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux opens a FIFO without waiting.");
        SpecialFiles.Fifo(Path.Combine(Staging, "model.onnx.part"));
        await Assert.ThrowsAsync<UnsuitableFileException>(() => PullAsync(_net));
    }

    public static TheoryData<string, string> NoModels() => new()
    {
        { "html", "It is an HTML page. Download the file itself" },
        { "gzip", "It is compressed with gzip" },
        { "zip", "It is a ZIP archive" },
        { "lfs", "It is a Git LFS pointer" },
        { "json", "It is a JSON file" },
        { "zeros", "nothing but zeros" },
        { "tensor", "a tensor of ONNX" },
        { "half", "truncated" },
        { "text", "plain text" },
    };

    [Theory]
    [MemberData(nameof(NoModels))]
    public async Task What_is_no_model_is_not_kept(string kind, string found)
    {
        PullException error = await Assert.ThrowsAsync<PullException>(() => PullAsync(NoModel(kind)));

        Assert.Contains("gives no ONNX model", error.Message, StringComparison.Ordinal);
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
        Assert.DoesNotContain(Names(Staging), name => name.StartsWith("model", StringComparison.Ordinal));
        Assert.True(await PullAsync(_net));
    }

    [Fact]
    public async Task A_model_that_is_there_stays_when_another_thing_comes()
    {
        Assert.True(await PullAsync(_net));
        await Assert.ThrowsAsync<PullException>(() => PullAsync(NoModel("html"), replace: true));
        Assert.Equal(_net, await File.ReadAllBytesAsync(Path.Combine(Target, "model.onnx")));
    }

    [Fact]
    public async Task More_than_was_announced_is_not_kept()
    {
        await using FileServer server = await FileServer.StartAsync();
        server.Files["/net.onnx"] = _net;
        using var downloader = new FileDownloader { RetryDelay = TimeSpan.FromMilliseconds(5) };
        string part = Path.Combine(_folder, "x.part");
        await Assert.ThrowsAsync<PullException>(() => downloader.FetchAsync(
            new Download(new Uri(server.Address, "/net.onnx"), "net", null, 10), part, null, default));
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    private byte[] NoModel(string kind)
    {
        using var packed = new MemoryStream();
        switch (kind)
        {
            case "html":
                return "<!DOCTYPE html>\n<html><body>Sign in</body></html>"u8.ToArray();
            case "gzip":
                return Compressed.Compress("gzip", _net);
            case "zip":
                using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
                using (Stream entry = zip.CreateEntry("model.onnx").Open())
                    entry.Write(_net);
                return packed.ToArray();
            case "lfs":
                return "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n"u8.ToArray();
            case "json":
                return """{ "error": "no such file" }"""u8.ToArray();
            case "zeros":
                return new byte[5000];
            case "tensor":
                return new ProtoMessage().Number(1, 2).Number(2, 1).Bytes(9, new byte[8]).ToArray();
            case "half":
                return _net[..(_net.Length / 2)];
            default:
                return Encoding.UTF8.GetBytes("Not found.");
        }
    }

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private async Task<bool> PullAsync(byte[] file, bool replace = false)
    {
        await using FileServer server = FileServer.Create();
        server.Files["/net.onnx"] = file;
        server.Files["/labels.txt"] = "0 cat\n1 dog\n"u8.ToArray();
        await FileServer.StartAsync(server);
        using var downloader = new FileDownloader { RetryDelay = TimeSpan.FromMilliseconds(5) };
        var request = new PullRequest("net", new Download(new Uri(server.Address, "/net.onnx"), "net", null, null))
        {
            FoveaJson = "{ }",
            LabelsFile = new Download(new Uri(server.Address, "/labels.txt"), "labels", null, 12),
        };
        return await new ModelPuller(downloader).PullAsync(request, _folder, replace, null, default);
    }
}
