using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;

namespace Fovea.Api.Tests.Support;

/// <summary>Calls of gRPC with bodies as no client library sends them.</summary>
/// <param name="port">The port of the service.</param>
/// <param name="patience">How long an answer may take.</param>
internal sealed class RawGrpc(int port, TimeSpan patience) : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = patience };

    /// <summary>A message behind its header: a flag, and the length in four bytes.</summary>
    public static byte[] Frame(byte[] message, byte flag = 0, int? length = null)
    {
        byte[] frame = [flag, 0, 0, 0, 0, .. message];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), length ?? message.Length);
        return frame;
    }

    public static byte[] Gzip(byte[] message) => Compressed.Compress("gzip", message);

    public Task<RawAnswer> CallAsync(string call, byte[] body, string? encoding = null) =>
        CallAsync(call, new ByteArrayContent(body), encoding);

    /// <param name="call">The service and the method.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="encoding">What <c>grpc-encoding</c> says, if anything.</param>
    public async Task<RawAnswer> CallAsync(string call, HttpContent body, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{port}/{call}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (encoding is not null)
            request.Headers.Add("grpc-encoding", encoding);
        using HttpResponseMessage response = await _client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        return new RawAnswer(Header(response, "grpc-status"), Header(response, "grpc-message"), Header(response, "retry-after"));
    }

    public void Dispose() => _client.Dispose();

    private static string Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? values) || response.Headers.TryGetValues(name, out values)
            ? string.Join(',', values)
            : "";
}

/// <summary>What a call of gRPC ended with: headers or trailers, empty where there are none.</summary>
internal sealed record RawAnswer(string Status, string Message, string RetryAfter);
