using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Fovea.Api.Tests.Support;

/// <summary>Calls of <c>/v2</c> and expectations of its answers.</summary>
internal static class V2Calls
{
    public const string HeaderLength = "Inference-Header-Content-Length";

    public static Task<HttpResponseMessage> Infer(this HttpClient client, string model, string json) =>
        client.Post($"/v2/models/{model}/infer", JsonBody(json));

    public static StringContent JsonBody(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>JSON and bytes behind it, with the header that says where they begin.</summary>
    public static Task<HttpResponseMessage> InferBinary(this HttpClient client, string model, string json, params byte[][] tail) =>
        client.InferBytes(
            model, [.. Encoding.UTF8.GetBytes(json), .. tail.SelectMany(bytes => bytes)], $"{Encoding.UTF8.GetByteCount(json)}");

    public static Task<HttpResponseMessage> InferBytes(
        this HttpClient client, string model, byte[] body, string? header, string type = "application/octet-stream")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/v2/models/{model}/infer", UriKind.Relative)) { Content = content };
        if (header is not null)
            request.Headers.TryAddWithoutValidation(HeaderLength, header);
        return client.SendAsync(request);
    }

    public static byte[] Bytes(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] Element(byte[] bytes) => [.. BitConverter.GetBytes(bytes.Length), .. bytes];

    /// <summary>The answer has this status and a body of nothing but "error"; returns the text.</summary>
    public static async Task<string> V2Error(this Task<HttpResponseMessage> call, int status)
    {
        using HttpResponseMessage response = await call;
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        JsonObject error = JsonNode.Parse(body)!.AsObject();
        Assert.Equal(["error"], error.Select(member => member.Key));
        Assert.NotEmpty(error.Text("error"));
        return error.Text("error");
    }

    /// <summary>The answer's JSON and the bytes behind it.</summary>
    public static async Task<(JsonNode Json, byte[] Tail)> Binary(this Task<HttpResponseMessage> call)
    {
        using HttpResponseMessage response = await call;
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        int length = int.Parse(response.Headers.GetValues(HeaderLength).Single(), CultureInfo.InvariantCulture);
        return (JsonNode.Parse(body.AsSpan(0, length))!, body[length..]);
    }

    public static float[] Floats(this byte[] bytes) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    public static string Shape(this JsonNode tensor) => tensor["shape"]!.ToJsonString();

    public static string Data(this JsonNode tensor) => tensor["data"]!.ToJsonString();
}
