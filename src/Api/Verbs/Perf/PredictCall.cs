using System.Net.Http.Headers;

namespace Fovea.Api.Verbs.Perf;

/// <summary>One request of the load: <c>POST /predict</c> with the same image each time.</summary>
internal sealed class PredictCall(PerfArguments arguments, byte[] image) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = arguments.Connections,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
    });

    /// <summary>Where requests go.</summary>
    public Uri Address { get; } = new(
        $"{arguments.Url.AbsoluteUri.TrimEnd('/')}/predict" +
        (arguments.Model is { } model ? $"?model={Uri.EscapeDataString(model)}" : ""));

    /// <summary>Sends the image and reads the whole answer.</summary>
    /// <exception cref="HttpRequestException">The server did not answer.</exception>
    public async Task<(int Status, string? ServerTiming)> SendAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _client.SendAsync(Request(), cancellationToken);
        await response.Content.CopyToAsync(Stream.Null, cancellationToken);
        return ((int)response.StatusCode, response.Headers.TryGetValues("Server-Timing", out IEnumerable<string>? timings)
            ? string.Join(',', timings)
            : null);
    }

    /// <summary>Sends the image once and returns what is wrong with the answer, or null.</summary>
    /// <exception cref="HttpRequestException">The server did not answer.</exception>
    public async Task<string?> TryAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _client.SendAsync(Request(), cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? null : $"{Address} answers {(int)response.StatusCode}: {Shorten(body)}";
    }

    public void Dispose() => _client.Dispose();

    private static string Shorten(string text) => text.Length <= 1000 ? text : $"{text[..1000]}...";

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent(image) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (arguments.Key is { } key)
            request.Headers.Add("X-API-Key", key);
        return request;
    }
}
