using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Fovea.Api.Http;
using Fovea.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Http;

/// <summary>Bodies that are sent in part, and then slowly or not at all.</summary>
public sealed class SlowUploadTests : IAsyncLifetime
{
    private const int Body = 4_000_000;
    private const int Room = 20 << 20;

    private readonly TestModels _models = new TestModels().AddGood();
    private ApiFactory? _factory;

    private UploadBudget Budget => _factory!.Services.GetRequiredService<UploadBudget>();

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(
        ("Models:Path", _models.Folder), ("Limits:MaxBodyBytes", $"{Body}"), ("Limits:MaxUploadBytes", $"{Room}"));

    public async ValueTask DisposeAsync()
    {
        await _factory!.DisposeAsync();
        _models.Dispose();
    }

    /// <summary>
    /// More than one client may hold, as it is and compressed to some kilobytes: those that find no room are told so and when to try again;
    /// requests of ordinary size are answered beside those that stand still; and when these are given up, all is free again.
    /// </summary>
    [Theory]
    [InlineData("length")]
    [InlineData("chunks")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Take_no_more_memory_than_all_may(string kind)
    {
        byte[] content = [.. "\u0089PNG\r\n\u001a\n"u8, .. new byte[Body - 2000]];
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => AskAsync(kind, content)));

        Assert.All(answers, answer => Assert.True(
            answer.Contains(" 429 ", StringComparison.Ordinal) && answer.Contains("Retry-After: 1", StringComparison.Ordinal)
            || answer.Contains(" 408 ", StringComparison.Ordinal), answer));
        Assert.InRange(answers.Count(answer => answer.Contains(" 429 ", StringComparison.Ordinal)), 6, 11);
        Assert.InRange(answers.Count(answer => answer.Contains("body_timeout", StringComparison.Ordinal)), 1, 6);
        Assert.Equal(0, Budget.Held);
        await _factory!.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red)).Json();
    }

    [Fact]
    public async Task Are_given_up_however_fast_they_began()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using TcpClient connection = await ConnectAsync();
        Stream stream = connection.GetStream();
        await stream.WriteAsync(Head("length", Body), limit.Token);
        await stream.WriteAsync(new byte[Body - 10_000], limit.Token);
        Task<string> answer = ReadAsync(stream, limit.Token);
        // A byte now and then is no progress.
        for (int i = 0; i < 100 && !answer.IsCompleted; i++)
        {
            try
            {
                await stream.WriteAsync(new byte[1], limit.Token);
            }
            catch (IOException)
            {
                break;
            }

            await Task.WhenAny(answer, Task.Delay(250, limit.Token));
        }

        Assert.Contains(" 408 ", await answer, StringComparison.Ordinal);
        Assert.Contains("Limits:MinDataRate", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_read_where_they_keep_the_rate()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using TcpClient connection = await ConnectAsync();
        Stream stream = connection.GetStream();
        byte[] image = [.. Pictures.Red, .. new byte[20_000]];
        await stream.WriteAsync(Head("length", image.Length), limit.Token);
        foreach (byte[] part in image.Chunk(image.Length / 16))
        {
            await stream.WriteAsync(part, limit.Token);
            await Task.Delay(500, limit.Token);
        }

        Assert.Contains(" 200 ", await ReadAsync(stream, limit.Token), StringComparison.Ordinal);
    }

    private static byte[] Head(string kind, int length) => Encoding.ASCII.GetBytes(
        "POST /predict?model=colours HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: image/png\r\n" + kind switch
        {
            "length" => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}"),
            "chunks" => "Transfer-Encoding: chunked",
            _ => string.Create(CultureInfo.InvariantCulture, $"Content-Encoding: {kind}\r\nContent-Length: {length}"),
        } + "\r\n\r\n");

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var answer = new MemoryStream();
        byte[] part = new byte[4096];
        try
        {
            while (await stream.ReadAsync(part, cancellationToken) is > 0 and int read)
            {
                answer.Write(part, 0, read);
                if (Encoding.UTF8.GetString(answer.ToArray()).EndsWith('}'))
                    break;
            }
        }
        catch (IOException)
        {
            // Closed by the server while the body was under way.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>Sends all of the content but its end, and waits for the answer.</summary>
    private async Task<string> AskAsync(string kind, byte[] content)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        byte[] body = kind switch
        {
            "length" => content,
            "chunks" => [.. Encoding.ASCII.GetBytes($"{content.Length + 1000:x}\r\n"), .. content],
            _ => Compressed.Compress(kind == "br" ? "brotli" : kind, [.. content, .. Noise()])[..^100],
        };
        using TcpClient connection = await ConnectAsync();
        Stream stream = connection.GetStream();
        Task<string> answer = ReadAsync(stream, limit.Token);
        try
        {
            await stream.WriteAsync(Head(kind, kind == "length" ? content.Length + 1000 : body.Length + 100), limit.Token);
            await stream.WriteAsync(body, limit.Token);
        }
        catch (IOException)
        {
            // Refused before all was sent.
        }

        return await answer;
    }

    // So that what is before it is decompressed although the end is missing.
    private static byte[] Noise()
    {
        byte[] noise = new byte[900];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, _factory!.Client.BaseAddress!.Port);
        return connection;
    }
}
