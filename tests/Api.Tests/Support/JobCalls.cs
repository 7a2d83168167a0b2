using System.Net;
using System.Text.Json.Nodes;

namespace Fovea.Api.Tests.Support;

/// <summary>Calls of long jobs.</summary>
internal static class JobCalls
{
    /// <summary>Begins one with a body, or none; gives the answer of 202.</summary>
    public static async Task<JsonNode> BeginAsync(HttpClient client, string address, HttpContent? body)
    {
        using HttpResponseMessage response = await client.Post(address, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{response.StatusCode}: {text}");
        JsonNode answer = JsonNode.Parse(text)!;
        Assert.Equal(answer.Text("href"), response.Headers.Location!.ToString());
        return answer;
    }

    /// <summary>Waits for the end of one; gives its last answer.</summary>
    public static async Task<JsonNode> EndAsync(HttpClient client, JsonNode begun)
    {
        await ServerEvents.ReadAsync(client, begun.Text("eventsHref"));
        JsonNode ended = await client.Get(begun.Text("href")).Json();
        Assert.True(ended.Text("state") == "done", ended.ToJsonString());
        return ended;
    }
}
