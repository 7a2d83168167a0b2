using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Fovea.Api.Tests.Support;

/// <summary>Calls and expectations that many tests share.</summary>
internal static class HttpCalls
{
    public static ByteArrayContent Image(byte[] bytes, string type = "image/png")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    public static MultipartFormDataContent Files(params (string Name, byte[] Bytes)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach ((string name, byte[] bytes) in files)
            form.Add(new ByteArrayContent(bytes), "files", name);
        return form;
    }

    public static Task<HttpResponseMessage> Post(this HttpClient client, string address, HttpContent? content) =>
        client.PostAsync(new Uri(address, UriKind.Relative), content);

    public static Task<HttpResponseMessage> Get(this HttpClient client, string address, string? accept = null) =>
        client.Send(HttpMethod.Get, address, accept);

    public static Task<HttpResponseMessage> Send(
        this HttpClient client, HttpMethod method, string address, string? accept = null, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = content };
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return client.SendAsync(request);
    }

    public static async Task<JsonNode> Json(this Task<HttpResponseMessage> call)
    {
        using HttpResponseMessage response = await call;
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {body}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(body)!;
    }

    public static async Task<byte[]> Bytes(this Task<HttpResponseMessage> call, string mediaType)
    {
        using HttpResponseMessage response = await call;
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The response is problem details with this status and code; returns them.</summary>
    public static async Task<JsonNode> Problem(this Task<HttpResponseMessage> call, int status, string code)
    {
        using HttpResponseMessage response = await call;
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonNode problem = JsonNode.Parse(body)!;
        Assert.Equal(code, problem.Text("code"));
        Assert.Equal(status, problem["status"]!.GetValue<int>());
        Assert.Equal($"urn:fovea:problem:{code}", problem.Text("type"));
        Assert.NotEmpty(problem.Text("title"));
        Assert.NotEmpty(problem.Text("detail"));
        return problem;
    }

    public static string Text(this JsonNode node, string member) => node[member]!.GetValue<string>();

    public static string Detail(this JsonNode problem) => problem.Text("detail");
}
