using System.Net.Http.Headers;
using System.Text.Json;

namespace Fovea.Bench.Soaking;

/// <summary>Posts images and reads the complete answers. Thread-safe.</summary>
internal sealed class SoakClient : IDisposable
{
    private const int ShownCharacters = 200;

    private readonly HttpClient _http;

    public SoakClient(Uri address, int connections)
    {
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <exception cref="HttpRequestException">The request failed without an answer.</exception>
    /// <exception cref="TaskCanceledException">The request timed out.</exception>
    public async Task<SoakAnswer> PredictAsync(string model, SoakImage image, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(image.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using HttpResponseMessage response = await _http.PostAsync(
            $"predict?model={Uri.EscapeDataString(model)}", content, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    public async Task<SoakAnswer> ReadyAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.GetAsync("readyz", cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Asks the repository to reload a model.</summary>
    public async Task<SoakAnswer> LoadAsync(string model, string adminKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"v2/repository/models/{Uri.EscapeDataString(model)}/load")
        { Headers = { { "X-API-Key", adminKey } } };
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<SoakAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new SoakAnswer(
            (int)response.StatusCode, response.Headers.RetryAfter is not null, Predictions(text), text.Length <= ShownCharacters
                ? text
                : text[..ShownCharacters]);
    }

    // Ids differ between answers, but predictions must not; their text has all digits of the probabilities.
    private static string? Predictions(string text)
    {
        if (!text.Contains("\"predictions\"", StringComparison.Ordinal))
            return null;
        using JsonDocument answer = JsonDocument.Parse(text);
        return string.Join(
            ';', answer.RootElement.GetProperty("results").EnumerateArray()
                .Select(result => result.GetProperty("predictions").GetRawText()));
    }
}
