using System.Net.ServerSentEvents;

namespace Fovea.Api.Tests.Support;

/// <summary>Server-sent events, as a client reads them.</summary>
internal static class ServerEvents
{
    /// <summary>Reads all events of an address, until the server ends them.</summary>
    public static async Task<SseItem<string>[]> ReadAsync(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<SseItem<string>>();
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            events.Add(item);
        return [.. events];
    }
}
