using System.Net;
using System.Text.Json.Nodes;

namespace Fovea.Api.Tests.Support;

/// <summary>Calls of style transfers.</summary>
internal static class StyleTransferCalls
{
    public static MultipartFormDataContent Form(byte[] content, byte[] style) => new()
    {
        { new ByteArrayContent(content), "content", "content.png" },
        { new ByteArrayContent(style), "style", "style.png" },
    };

    /// <summary>Begins one; gives the answer of 202.</summary>
    public static async Task<JsonNode> BeginAsync(HttpClient client, string query)
    {
        using HttpResponseMessage response = await client.Post($"/style-transfers{query}", Form(Pictures.Red, Pictures.TwoColours));
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{response.StatusCode}: {body}");
        JsonNode answer = JsonNode.Parse(body)!;
        Assert.Equal($"/style-transfers/{answer.Text("id")}", response.Headers.Location!.ToString());
        return answer;
    }

    /// <summary>Waits until one is in a state.</summary>
    public static async Task<JsonNode> UntilAsync(HttpClient client, string id, Func<JsonNode, bool> holds)
    {
        for (DateTime limit = DateTime.UtcNow.AddMinutes(1); ; await Task.Delay(20))
        {
            JsonNode answer = await client.Get($"/style-transfers/{id}").Json();
            if (holds(answer))
                return answer;
            Assert.True(DateTime.UtcNow < limit, $"It did not happen within a minute: {answer}");
        }
    }

    /// <summary>Begins one and waits for its end; gives its id.</summary>
    public static async Task<string> DoneAsync(HttpClient client, string query)
    {
        string id = (await BeginAsync(client, query)).Text("id");
        JsonNode answer = await UntilAsync(client, id, answer => answer.Text("state") is not ("waiting" or "running"));
        Assert.True(answer.Text("state") == "done", answer.ToJsonString());
        return id;
    }
}
