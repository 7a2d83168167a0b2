using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>The examples of the OpenAPI document, sent as they are.</summary>
[Collection(nameof(ServedV2))]
public sealed class V2ExampleTests(ServedV2 served)
{
    [Theory]
    [InlineData("/v2/models/{model}/infer")]
    [InlineData("/v2/models/{model}/versions/{version}/infer")]
    public async Task An_inference_gives_the_example_of_an_answer(string path)
    {
        JsonNode operation = (await served.Client.Get("/openapi/v1.json").Json())["paths"]![path]!["post"]!;
        JsonNode request = Example(operation["requestBody"]!);

        JsonNode answer = await served.Client.Post(Address(path, operation), V2Calls.JsonBody(request.ToJsonString())).Json();

        Assert.Equal(WithoutScores(Example(operation["responses"]!["200"]!)), WithoutScores(answer));
    }

    [Fact]
    public async Task Everything_that_can_be_read_is_there()
    {
        JsonObject paths = (await served.Client.Get("/openapi/v1.json").Json())["paths"]!.AsObject();
        string[] addresses =
        [
            .. paths.Where(path => path.Key.StartsWith("/v2", StringComparison.Ordinal) && path.Value!["get"] is not null)
                .Select(path => Address(path.Key, path.Value!["get"]!)),
        ];

        Assert.Contains("/v2/models/digits/versions/1/config", addresses);
        foreach (string address in addresses)
            await served.Client.Get(address).Json();
    }

    private static JsonNode Example(JsonNode body) => body["content"]!["application/json"]!["example"]!;

    private static string Address(string path, JsonNode operation) => (operation["parameters"]?.AsArray() ?? [])
        .Where(parameter => parameter!.Text("in") == "path")
        .Aggregate(path, (address, parameter) => address.Replace(
            $"{{{parameter!.Text("name")}}}", parameter!.Text("example"), StringComparison.Ordinal));

    /// <summary>The answer with <c>index:label</c> of each class: the last digits of a score differ between processors.</summary>
    private static string WithoutScores(JsonNode answer)
    {
        JsonNode copy = answer.DeepClone();
        JsonNode output = copy["outputs"]![0]!;
        output["data"] = new JsonArray([.. output["data"]!.AsArray().Select(
            text => (JsonNode)string.Join(':', text!.GetValue<string>().Split(':')[1..]))]);
        return copy.ToJsonString();
    }
}
