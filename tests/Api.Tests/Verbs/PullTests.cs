using System.Security.Cryptography;
using Fovea.Api.Tests.Support;
using Fovea.Models.Pulling;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Verbs;

/// <summary>Pulling from a file server of this machine, with everything that goes wrong on the way.</summary>
public sealed class PullTests : IDisposable
{
    private const string ModelPath = "/zoo/net.onnx";

    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-pull-").FullName;
    private readonly byte[] _bytes = Net(600_000);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_model_arrives_with_its_labels_and_settings()
    {
        await using FileServer server = await StartAsync(FileServer.Create());
        byte[] labels = "n01 tench, Tinca tinca\nn02 goldfish\n"u8.ToArray();
        server.Files["/zoo/synset.txt"] = labels;
        PullRequest request = Request(server) with
        {
            FoveaJson = "{ }",
            LabelsFile = new Download(new Uri(server.Address, "/zoo/synset.txt"), "labels", Hash(labels), labels.Length),
        };
        var progress = new List<DownloadProgress>();

        Assert.True(await PullAsync(request, progress: new Collected(progress)));

        Assert.Equal(["fovea.json", "labels.txt", "model.onnx"], Files());
        Assert.Equal(_bytes, File.ReadAllBytes(ModelFile));
        Assert.Equal(["tench, Tinca tinca", "goldfish"], File.ReadAllLines(Path.Combine(_folder, "net", "labels.txt")));
        Assert.Equal((_bytes.Length, (long?)_bytes.Length), (progress[^1].Done, progress[^1].Total));
        Assert.False(await PullAsync(request));
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connections_that_break_are_continued_where_the_server_can(bool ranges)
    {
        await using FileServer server = await StartAsync(FileServer.Create(ranges, breakAfter: 100_000, breaks: 2));

        Assert.True(await PullAsync(Request(server)));

        Assert.Equal(_bytes, File.ReadAllBytes(ModelFile));
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests.Skip(1), request => Assert.Contains("bytes=", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_attempt_that_is_given_up_is_continued_by_the_next_one()
    {
        await using FileServer server = await StartAsync(FileServer.Create(breakAfter: 100_000, breaks: 1));
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => PullAsync(Request(server), progress: new CancelAfter(cancel, 50_000), cancellationToken: cancel.Token));
        Assert.False(Directory.Exists(Path.Combine(_folder, "net")));
        long kept = new FileInfo(Path.Combine(_folder, ".net.pull", "model.onnx.part")).Length;
        Assert.InRange(kept, 1, _bytes.Length - 1);

        Assert.True(await PullAsync(Request(server)));

        Assert.Equal(_bytes, File.ReadAllBytes(ModelFile));
        Assert.Contains($"bytes={kept}-", server.Requests.Last(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, ".net.pull")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_hash_only_a_tag_makes_a_part_worth_continuing(bool tags)
    {
        await using FileServer server = await StartAsync(FileServer.Create(tags: tags, breakAfter: 100_000, breaks: 1));
        PullRequest request = Request(server);

        Assert.True(await PullAsync(request with { Model = request.Model with { Sha256 = null, Bytes = null } }));

        Assert.Equal(_bytes, File.ReadAllBytes(ModelFile));
        Assert.Equal(tags, server.Requests.Last().Contains("bytes=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_changed_between_two_attempts_is_fetched_anew()
    {
        await using FileServer server = await StartAsync(FileServer.Create(breakAfter: 100_000, breaks: 1));
        PullRequest request = Request(server);
        request = request with { Model = request.Model with { Sha256 = null, Bytes = null } };
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => PullAsync(request, progress: new CancelAfter(cancel, 50_000), cancellationToken: cancel.Token));
        byte[] other = Net(700_000);
        server.Files[ModelPath] = other;

        Assert.True(await PullAsync(request));

        Assert.Equal(other, File.ReadAllBytes(ModelFile));
    }

    [Fact]
    public async Task A_wrong_hash_is_refused_and_nothing_is_kept()
    {
        await using FileServer server = await StartAsync(FileServer.Create());
        PullRequest request = Request(server);
        string wrong = new('0', 64);

        PullException error = await Assert.ThrowsAsync<PullException>(
            () => PullAsync(request with { Model = request.Model with { Sha256 = wrong } }));

        Assert.Contains(Hash(_bytes), error.Message, StringComparison.Ordinal);
        Assert.Contains(wrong, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "net")));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_wrong_size_is_refused_before_the_file_is_fetched()
    {
        await using FileServer server = await StartAsync(FileServer.Create());
        PullRequest request = Request(server);

        PullException error = await Assert.ThrowsAsync<PullException>(
            () => PullAsync(request with { Model = request.Model with { Bytes = 5 } }));

        Assert.Contains($"{_bytes.Length} bytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_model_that_is_there_is_replaced_only_when_asked_and_only_by_a_whole_one()
    {
        await using FileServer server = await StartAsync(FileServer.Create());
        Directory.CreateDirectory(Path.Combine(_folder, "net"));
        await File.WriteAllTextAsync(ModelFile, "mine");
        PullRequest request = Request(server);

        Assert.Contains("--force", (await Assert.ThrowsAsync<PullException>(() => PullAsync(request))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PullException>(
            () => PullAsync(request with { Model = request.Model with { Sha256 = new string('0', 64) } }, replace: true));
        Assert.Equal("mine", await File.ReadAllTextAsync(ModelFile));
        Assert.True(await PullAsync(request, replace: true));

        Assert.Equal(_bytes, await File.ReadAllBytesAsync(ModelFile));
    }

    [Fact]
    public async Task A_server_that_has_nothing_or_gives_nothing_is_named()
    {
        await using FileServer server = await StartAsync(FileServer.Create(breakAfter: 0, breaks: int.MaxValue));
        PullRequest request = Request(server);

        PullException missing = await Assert.ThrowsAsync<PullException>(
            () => PullAsync(request with { Model = request.Model with { Address = new Uri(server.Address, "/nothing") } }));
        PullException broken = await Assert.ThrowsAsync<PullException>(() => PullAsync(request));

        Assert.Contains("/nothing answers 404", missing.Message, StringComparison.Ordinal);
        Assert.Contains("5 attempts", broken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1234)]
    [InlineData(99_999)]
    public async Task A_server_without_the_rest_is_told_the_offset_that_was_requested(int offset)
    {
        await using FileServer server = await StartAsync(FileServer.Create());
        string part = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, ".net.pull")).FullName, "model.onnx.part");
        await File.WriteAllBytesAsync(part, _bytes[..offset]);
        foreach (int status in new[] { 503, 503, 503, 503, 416 })
            server.Statuses.Enqueue(status);

        PullException error = await Assert.ThrowsAsync<PullException>(() => PullAsync(Request(server)));

        Assert.EndsWith($"bytes={offset}-", server.Requests.Last(), StringComparison.Ordinal);
        Assert.Contains($"no bytes from offset {offset} on", error.Message, StringComparison.Ordinal);
        Assert.True(await PullAsync(Request(server)));
        Assert.Equal(_bytes, await File.ReadAllBytesAsync(ModelFile));
    }

    [Fact]
    public async Task Redirects_are_followed_within_the_host_and_not_in_circles()
    {
        await using FileServer server = await StartAsync(FileServer.Create());
        server.Redirects["/moved"] = ModelPath;
        server.Redirects["/circle"] = "/circle";
        server.Redirects["/away"] = "http://example.invalid/net.onnx";
        PullRequest request = Request(server);
        PullRequest At(string path) => request with { Model = request.Model with { Address = new Uri(server.Address, path) } };

        Assert.Contains(
            "more than 5 times", (await Assert.ThrowsAsync<PullException>(() => PullAsync(At("/circle")))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "not followed", (await Assert.ThrowsAsync<PullException>(() => PullAsync(At("/away")))).Message, StringComparison.Ordinal);
        Assert.True(await PullAsync(At("/moved")));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".net")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task A_name_that_leads_elsewhere_is_refused(string name)
    {
        await using FileServer server = await StartAsync(FileServer.Create());
        await Assert.ThrowsAsync<PullException>(() => PullAsync(Request(server) with { Name = name }));
        Assert.Empty(server.Requests);
    }

    private string ModelFile => Path.Combine(_folder, "net", "model.onnx");

    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(_folder, "net")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private async Task<FileServer> StartAsync(FileServer server)
    {
        server.Files[ModelPath] = _bytes;
        return await FileServer.StartAsync(server);
    }

    private PullRequest Request(FileServer server) =>
        new("net", new Download(new Uri(server.Address, ModelPath), "net", Hash(_bytes), _bytes.Length));

    private async Task<bool> PullAsync(
        PullRequest request, bool replace = false, IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using var downloader = new FileDownloader { RetryDelay = TimeSpan.FromMilliseconds(5) };
        return await new ModelPuller(downloader).PullAsync(request, _folder, replace, progress, cancellationToken);
    }

    /// <summary>A network with weights of about this many bytes, which are noise.</summary>
    private static byte[] Net(int bytes) => new OnnxFile()
        .Input("x", 1).Tensor("w", OnnxFile.UInt8, [bytes], RandomNumberGenerator.GetBytes(bytes))
        .Node("Relu", ["x"], "y").Output("y", 1).Build();

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed class Collected(List<DownloadProgress> list) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => list.Add(value);
    }

    private sealed class CancelAfter(CancellationTokenSource cancel, long bytes) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            if (value.Done >= bytes)
                cancel.Cancel();
        }
    }
}
