using System.Text.Json.Nodes;

namespace Fovea.Api.Tests.Support;

/// <summary>Calls of explanations that are jobs.</summary>
internal static class ExplanationCalls
{
    /// <summary>Begins one; gives the answer of 202.</summary>
    public static Task<JsonNode> BeginAsync(HttpClient client, string query) =>
        BeginAsync(client, query, HttpCalls.Image(Pictures.TwoColours));

    /// <summary>Begins one with a body, or none; gives the answer of 202.</summary>
    public static Task<JsonNode> BeginAsync(HttpClient client, string query, HttpContent? body) =>
        JobCalls.BeginAsync(client, $"/explanations{query}", body);

    /// <summary>Begins one and waits for its end; gives its last answer.</summary>
    public static async Task<JsonNode> DoneAsync(HttpClient client, string query) =>
        await JobCalls.EndAsync(client, await BeginAsync(client, query));
}
