using System.Net;
using System.Text.Json.Nodes;

namespace Fovea.Api.Tests.Support;

/// <summary>Calls of explanations that are jobs.</summary>
internal static class ExplanationCalls
{
    /// <summary>Begins one; gives the answer of 202.</summary>
    public static Task<JsonNode> BeginAsync(HttpClient client, string query) =>
        BeginAsync(client, query, HttpCalls.Image(Pictures.TwoColours));

    /// <summary>Begins one with a body, or none; gives the answer of 202.</summary>
    public static async Task<JsonNode> BeginAsync(HttpClient client, string query, HttpContent? body)
    {
        using HttpResponseMessage response = await client.Post($"/explanations{query}", body);
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

    /// <summary>Begins one and waits for its end; gives its last answer.</summary>
    public static async Task<JsonNode> DoneAsync(HttpClient client, string query) =>
        await EndAsync(client, await BeginAsync(client, query));
}
