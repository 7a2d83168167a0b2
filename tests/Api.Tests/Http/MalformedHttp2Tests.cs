using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Fovea.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Http;

/// <summary>
/// Frames of HTTP/2 (RFC 9113) that no client sends: the connection ends after a bounded amount of them, others are served, and nothing is
/// logged as an error.
/// </summary>
public sealed class MalformedHttp2Tests : IAsyncLifetime
{
    private const byte Data = 0, Headers = 1, Priority = 2, Reset = 3, Settings = 4, Ping = 6, WindowUpdate = 8, Continuation = 9;
    private const byte EndStream = 1, EndHeaders = 4;
    private const int Rounds = 20_000;

    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    // :method GET, :scheme http, :path /, and :authority with the value x (RFC 7541, appendix A).
    private static readonly byte[] Get = [0x82, 0x86, 0x84, 0x41, 0x01, (byte)'x'];

    private readonly LogRecords _log = new();
    private readonly int _port = ServedV2.FreePort();
    private ApiFactory? _factory;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(
        services => services.AddLogging(logging => logging.AddProvider(_log)), ("Grpc:Port", $"{_port}"), ("Limits:MaxStreams", "7"));

    public async ValueTask DisposeAsync()
    {
        await _factory!.DisposeAsync();
        _log.Dispose();
    }

    /// <summary>What is sent once, what is sent again and again, and how many bytes the server takes at most before it ends.</summary>
    public static TheoryData<string, byte[], byte[], int> Attacks() => new()
    {
        { "no preface", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), new byte[1000], 1 << 20 },
        { "noise", [.. Preface, .. Noise()], Noise(), 1 << 20 },
        { "a frame of 16 MiB", [.. Preface, .. Frame(Settings), 0xFF, 0xFF, 0xFF, Headers, EndHeaders, 0, 0, 0, 1],
            new byte[10_000], 1 << 20 },
        { "headers without end", [.. Preface, .. Frame(Settings), .. Frame(Headers, 0, 1, Get)],
            Frame(Continuation, 0, 1, new byte[10_000]), 4 << 20 },
        { "empty continuations", [.. Preface, .. Frame(Settings), .. Frame(Headers, 0, 1, Get)], Frame(Continuation, 0, 1), 1 << 20 },
        { "a field of 1 MB", [.. Preface, .. Frame(Settings), .. Frame(Headers, 0, 1, [.. Get, 0x00, 0x7F, 0xC1, 0x84, 0x3D])],
            Frame(Continuation, 0, 1, new byte[10_000]), 4 << 20 },
        { "settings of half an entry", [.. Preface, .. Frame(Settings, 0, 0, [0, 1, 0])], Frame(Settings), 1 << 20 },
        { "data of no stream", [.. Preface, .. Frame(Settings)], Frame(Data, 0, 0, [1]), 1 << 20 },
        { "an update by 0", [.. Preface, .. Frame(Settings)], Frame(WindowUpdate, 0, 0, [0, 0, 0, 0]), 1 << 20 },
        { "updates beyond the window", [.. Preface, .. Frame(Settings)], Frame(WindowUpdate, 0, 0, [0x7F, 0xFF, 0xFF, 0xFF]), 1 << 20 },
        { "a stream of its own", [.. Preface, .. Frame(Settings)], Frame(Priority, 0, 1, [0, 0, 0, 1, 0]), 1 << 20 },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task End_the_connection(string kind, byte[] first, byte[] again, int most)
    {
        (int sent, bool ended) = await FloodAsync(first, _ => again, most * 4);
        Assert.True(ended, $"{kind}: the connection is open after {sent} bytes.");
        await ServesAsync();
    }

    /// <summary>Streams that are opened and given up at once (CVE-2023-44487), and frames that want an answer each.</summary>
    [Theory]
    [InlineData("reset")]
    [InlineData("ping")]
    [InlineData("settings")]
    [InlineData("empty data")]
    public async Task Cost_little(string kind)
    {
        byte[] start = [.. Preface, .. Frame(Settings)];
        if (kind == "empty data")
            start = [.. start, .. Frame(Headers, EndHeaders, 1, Get)];
        await FloodAsync(start, round => kind switch
        {
            "reset" => [.. Frame(Headers, EndHeaders | EndStream, 2 * round + 1, Get), .. Frame(Reset, 0, 2 * round + 1, [0, 0, 0, 8])],
            "ping" => Frame(Ping, 0, 0, new byte[8]),
            "settings" => Frame(Settings),
            _ => Frame(Data, 0, 1),
        }, int.MaxValue);
        await ServesAsync();
    }

    [Fact]
    public async Task The_server_says_how_many_streams_and_how_much_unread_it_takes()
    {
        using TcpClient connection = await ConnectAsync();
        Stream stream = connection.GetStream();
        await stream.WriteAsync((byte[])[.. Preface, .. Frame(Settings)]);
        byte[] header = new byte[9];
        await stream.ReadExactlyAsync(header);
        Assert.Equal(Settings, header[3]);
        byte[] entries = new byte[header[0] << 16 | header[1] << 8 | header[2]];
        await stream.ReadExactlyAsync(entries);

        Dictionary<int, int> settings = entries.Chunk(6).ToDictionary(
            entry => (int)BinaryPrimitives.ReadInt16BigEndian(entry), entry => BinaryPrimitives.ReadInt32BigEndian(entry.AsSpan(2)));

        Assert.Equal(7, settings[3]);
        Assert.Equal(256 << 10, settings[4]);
    }

    private static byte[] Frame(byte type, byte flags = 0, int stream = 0, params byte[] payload)
    {
        byte[] frame = [0, 0, 0, type, flags, 0, 0, 0, 0, .. payload];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        frame[0] = (byte)(payload.Length >> 16);
        frame[1] = (byte)(payload.Length >> 8);
        frame[2] = (byte)payload.Length;
        return frame;
    }

    private static byte[] Noise()
    {
        byte[] noise = new byte[4096];
        new Random(7).NextBytes(noise);
        return noise;
    }

    private static async Task<bool> EndsAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] part = new byte[4096];
        try
        {
            while (await stream.ReadAsync(part, cancellationToken) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset by the server.
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return true;
    }

    /// <summary>Sends until the server ends the connection, or so many bytes.</summary>
    private async Task<(int Sent, bool Ended)> FloodAsync(byte[] first, Func<int, byte[]> next, int most)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using TcpClient connection = await ConnectAsync();
        Stream stream = connection.GetStream();
        Task<bool> ended = EndsAsync(stream, limit.Token);
        int sent = 0;
        try
        {
            await stream.WriteAsync(first, limit.Token);
            for (int round = 0; round < Rounds && sent < most && !ended.IsCompleted; round++)
            {
                byte[] frame = next(round);
                await stream.WriteAsync(frame, limit.Token);
                sent += frame.Length;
            }

            connection.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Closed by the server.
        }

        return (sent, await ended);
    }

    private async Task ServesAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{_port}/livez"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await _factory!.Client.Get("/livez").Json();
        Assert.Empty(_log.Errors);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, _port);
        return connection;
    }
}
