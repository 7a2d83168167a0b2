using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Fovea.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Http;

/// <summary>Bodies that are malformed as HTTP/1.1 has them: the caller's mistake, which no log shows as a fault.</summary>
public sealed partial class MalformedBodyTests : IAsyncLifetime
{
    private readonly LogRecords _log = new();
    private ApiFactory? _factory;

    public async ValueTask InitializeAsync() =>
        _factory = await ApiFactory.StartLoadedAsync(services => services.AddLogging(logging => logging.AddProvider(_log)));

    public async ValueTask DisposeAsync() => await _factory!.DisposeAsync();

    /// <summary>What comes after <c>Transfer-Encoding: chunked</c>, and the status.</summary>
    public static TheoryData<string, int> Chunks() => new()
    {
        { "FFFFFFFFFFFFFFFF\r\nabc", 400 },
        { "7FFFFFFFFFFFFFFF\r\nabc", 400 },
        { "80000000\r\nabc", 400 },
        { "FFFFFFFF\r\nabc", 400 },
        { "100000000\r\nabc", 400 },
        { "11111111111111111111\r\nabc", 400 },
        { "-1\r\nabc", 400 },
        { "+1\r\na", 400 },
        { "0x1\r\na", 400 },
        { " 1\r\na", 400 },
        { "\r\na", 400 },
        { "1\na\n0\n\n", 400 },
        { "1\r\nab\r\n0\r\n\r\n", 400 },
        { "3\r\nabcXX0\r\n\r\n", 400 },
        { new string('0', 5000), 400 },
        { "1\r\na\r\nFFFFFFFFFFFFFFFF\r\n", 400 },
        { "1\r\na\r\n0\r\nno colon\r\n\r\n", 400 },
        { "1\r\na\r\n0\r\n: no name\r\n\r\n", 400 },
        { "1\r\na\r\n0\r\na b: c\r\n\r\n", 400 },
        { "1\r\na\r\n0\r\nA: \0\r\n\r\n", 400 },
        { "1\r\na\r\n0\r\nA: b\rc\r\n\r\n", 400 },
        { $"1\r\na\r\n0\r\nA: {new string('x', 70_000)}\r\n\r\n", 431 },
    };

    [Theory]
    [MemberData(nameof(Chunks))]
    public async Task A_malformed_chunk_or_trailer_is_the_callers_mistake(string chunks, int status)
    {
        foreach ((string path, string headers) in new[]
        {
            ("/predict", "Content-Type: image/png\r\n"),
            ("/predict", "Content-Type: application/json\r\n"),
            ("/predict", "Content-Type: multipart/form-data; boundary=x\r\n"),
            ("/predict", "Content-Type: image/png\r\nContent-Encoding: gzip\r\n"),
            ("/predict", "Content-Type: image/png\r\nContent-Encoding: deflate\r\n"),
            ("/predict", "Content-Type: image/png\r\nContent-Encoding: br\r\n"),
            ("/v2/models/digits/infer", "Content-Type: application/json\r\n"),
            ("/v2/repository/index", "Content-Type: application/json\r\n"),
        })
        {
            string answer = await AskAsync($"POST {path} HTTP/1.1\r\nHost: x\r\n{headers}Transfer-Encoding: chunked\r\n\r\n{chunks}");
            Assert.Matches($"^HTTP/1.1 {(status == 400 ? "4(00|15)" : $"{status}|400|415")}", answer);
        }

        // What an endpoint does not read is read when it has answered.
        await AskAsync($"GET /models HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task It_is_told_what_is_wrong()
    {
        string answer = await AskAsync(
            "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n");
        Assert.Contains("\"code\":\"invalid_body\"", answer, StringComparison.Ordinal);
        Assert.Contains("chunks or trailers are malformed: Bad chunk size data.", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Length", answer, StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var connection = new TcpClient();
        await connection.ConnectAsync(_factory!.Client.BaseAddress!.Host, _factory.Client.BaseAddress.Port, limit.Token);
        NetworkStream stream = connection.GetStream();
        byte[] part = new byte[4096];
        var answer = new StringBuilder();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
            while (!IsWhole(answer.ToString()) && await stream.ReadAsync(part, limit.Token) is > 0 and int read)
                answer.Append(Encoding.ASCII.GetString(part, 0, read));
        }
        catch (IOException)
        {
            // Closed by the server while it was written to or read from.
        }

        return answer.ToString();
    }

    // Errors have a length; other answers end with an empty chunk.
    private static bool IsWhole(string answer) => answer.Split("\r\n\r\n", 2) is [var head, var body]
        && (Length().Match(head) is { Success: true } length
            ? body.Length >= int.Parse(length.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : body.EndsWith("0\r\n\r\n", StringComparison.Ordinal));

    [GeneratedRegex("Content-Length: ([0-9]+)")]
    private static partial Regex Length();
}
