using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenApi;

/// <summary>
/// Every call of the OpenAPI document succeeds with its examples, whichever models there are, and with every kind of body that it takes:
/// the examples are those of a model that is served. <see cref="SwaggerExampleTests"/> does the same in a browser.
/// </summary>
public sealed class ExampleTests
{
    [Fact]
    public async Task Every_call_of_a_model_of_ones_own_succeeds()
    {
        using TestModels models = new TestModels().Add("colours", TestModels.Colours(-1), "red\ngreen\nblue\n");

        await EveryCallSucceedsAsync(models.Folder);
    }

    [Fact]
    public async Task Every_call_succeeds_where_no_model_is_the_default()
    {
        using TestModels models = new TestModels()
            .Add("aaa-tensors", TestModels.Colours(-1), settings: null)
            .Add("colours", TestModels.Colours(-1), "red\ngreen\nblue\n")
            .Add("pixels", TestModels.Colours(-1), "red\ngreen\nblue\n");

        await EveryCallSucceedsAsync(models.Folder, ("Models:Bundled", "false"));
    }

    private static async Task EveryCallSucceedsAsync(string folder, params (string Name, string Value)[] settings)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            [("Models:Path", folder), .. DocumentedCall.Settings, .. settings]);
        factory.Client.DefaultRequestHeaders.Add("X-API-Key", DocumentedCall.AdminKey);
        var known = new DocumentedCall.Known();

        var failed = new List<string>();
        foreach (DocumentedCall call in DocumentedCall.ReadAll(await factory.Client.Get("/openapi/v1.json").Json()))
        {
            await call.PrepareAsync(factory.Client, known);
            foreach (string? body in call.Bodies)
            {
                using HttpRequestMessage request = Request(call, body, known);
                using HttpResponseMessage response = await factory.Client.SendAsync(request);
                string answer = await response.Content.ReadAsStringAsync();
                if (!DocumentedCall.Succeeded((int)response.StatusCode))
                    failed.Add($"{call.Operation} {body}: {(int)response.StatusCode} {answer}");
                else if (call.Teaches)
                    call.Learn(answer, known);
            }
        }

        Assert.True(failed.Count == 0, string.Join(Environment.NewLine, failed));
    }

    // The request as Swagger UI makes it: an example or a default is sent, other parameters are not.
    private static HttpRequestMessage Request(DocumentedCall call, string? body, DocumentedCall.Known known)
    {
        var filled = call.FilledWith(body, known).ToDictionary(pair => pair.Parameter, pair => pair.Value);
        string address = call.Path;
        var query = new List<string>();
        var request = new HttpRequestMessage { Method = new HttpMethod(call.Method) };
        foreach (JsonNode parameter in call.Description["parameters"]?.AsArray().OfType<JsonNode>() ?? [])
        {
            string name = parameter.Text("name");
            string? value = filled.GetValueOrDefault(name) ?? (parameter["example"] ?? parameter["schema"]!["default"])?.ToString();
            if (value is null)
                Assert.True(parameter["required"] is null, $"{call.Operation}: '{name}' has no example.");
            else if (parameter.Text("in") == "path")
                address = address.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            else if (parameter.Text("in") == "query")
                query.Add($"{name}={Uri.EscapeDataString(value)}");
            else
                request.Headers.Add(name, value);
        }

        request.RequestUri = new Uri(query.Count == 0 ? address : $"{address}?{string.Join('&', query)}", UriKind.Relative);
        request.Content = body is null ? null : Body(call, body);
        return request;
    }

    private static HttpContent Body(DocumentedCall call, string body)
    {
        JsonNode description = call.Description["requestBody"]!["content"]![body]!;
        if (description["example"] is { } example)
            return new StringContent(example.ToJsonString(), Encoding.UTF8, body);
        byte[] file = call.TakesTensor(body)
            ? new byte[3 * 4 * 4 * sizeof(float)] : File.ReadAllBytes(SwaggerBrowser.Sample("digit-7.png"));
        if (body == "multipart/form-data")
        {
            // A dump can be left out: another image is named instead.
            var form = new MultipartFormDataContent();
            foreach ((string name, _) in description["schema"]!["properties"]!.AsObject().Where(property => property.Key != "dump"))
                form.Add(new ByteArrayContent(file), name, "digit-7.png");
            return form;
        }

        var content = new ByteArrayContent(file);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(body == "image/*" ? "image/png" : body);
        return content;
    }
}
