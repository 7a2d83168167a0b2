using System.Text.Json;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>Images as BYTES, and the classification extension.</summary>
[Collection(nameof(ServedV2))]
public sealed class V2ImageTests(ServedV2 served)
{
    [Theory]
    [InlineData("colours")]
    [InlineData("colours-one-by-one")]
    [InlineData("colours-in-pairs")]
    public async Task Images_are_pre_processed_whatever_batch_the_model_takes(string model)
    {
        JsonNode answer = await served.Client.Infer(model, Request([Pictures.Red, Pictures.Blue, Pictures.Lime], "")).Json();

        Assert.Equal("[3,3]", answer["outputs"]![0]!.Shape());
        Assert.Equal("[10,0,0,0,0,10,0,10,0]", answer["outputs"]![0]!.Data());
    }

    [Fact]
    public async Task Binary_elements_follow_their_lengths()
    {
        byte[][] elements = [V2Calls.Element(Pictures.Red), V2Calls.Element(Pictures.Blue)];
        string json =
            $$"""{"inputs":[{"name":"image","shape":[2,1],"datatype":"BYTES","parameters":{"binary_data_size":{{elements.Sum(element => element.Length)}} } }]}""";

        JsonNode answer = await served.Client.InferBinary("colours", json, elements).Json();

        Assert.Equal("[10,0,0,0,0,10]", answer["outputs"]![0]!.Data());
    }

    [Fact]
    public async Task The_same_model_takes_the_tensor_under_the_same_name()
    {
        string data = string.Join(',', Enumerable.Repeat(1, 16).Concat(Enumerable.Repeat(0, 32)));

        JsonNode answer = await served.Client.Infer(
            "colours", $$"""{"inputs":[{"name":"image","shape":[1,3,4,4],"datatype":"FP32","data":[{{data}}]}]}""").Json();

        Assert.Equal("[10,0,0]", answer["outputs"]![0]!.Data());
    }

    [Fact]
    public async Task Classes_come_largest_first_with_value_index_and_label()
    {
        JsonNode output = (
            await served.Client.Infer("colours", Request([Pictures.Blue, Pictures.Red], """{"classification":2}"""))
                .Json())["outputs"]![0]!;

        Assert.Equal("BYTES", output.Text("datatype"));
        Assert.Equal("[2,2]", output.Shape());
        Assert.Equal("""["10:2:blue","0:0:red","10:0:red","0:1:green"]""", output.Data());
    }

    [Fact]
    public async Task More_classes_than_there_are_give_all_of_them()
    {
        JsonNode output = (
            await served.Client.Infer("colours", Request([Pictures.Blue], """{"classification":1000}""")).Json())["outputs"]![0]!;

        Assert.Equal("[1,3]", output.Shape());
    }

    [Fact]
    public async Task Classes_can_be_binary_too()
    {
        (JsonNode json, byte[] tail) = await served.Client.Infer(
            "colours", Request([Pictures.Blue], """{"classification":1,"binary_data":true}""")).Binary();

        Assert.Equal(tail.Length, json["outputs"]![0]!["parameters"]!["binary_data_size"]!.GetValue<int>());
        Assert.Equal(V2Calls.Element("10:2:blue"u8.ToArray()), tail);
    }

    [Fact]
    public async Task Values_of_other_types_are_ordered_as_such_and_have_no_label()
    {
        string zeros = string.Join(',', new[] { "FP32", "FP64", "INT32", "INT8", "UINT8" }
            .Select(type => $$"""{"name":"{{type.ToLowerInvariant()}}","shape":[1,2],"datatype":"{{type}}","data":[0,0]}"""));
        JsonNode answer = await served.Client.Infer("types", $$"""
            { "inputs": [ {{zeros}}, { "name": "bool", "shape": [1,2], "datatype": "BOOL", "data": [0,1] },
                          { "name": "int64", "shape": [1,2], "datatype": "INT64", "data": [9007199254740992, 9007199254740993] } ],
              "outputs": [ { "name": "int64-out", "parameters": { "classification": 1 } } ] }
            """).Json();

        Assert.Equal("""["9007199254740993:1"]""", answer["outputs"]![0]!.Data());
    }

    [Fact]
    public async Task An_image_is_written_as_for_predict()
    {
        string red = Convert.ToBase64String(Pictures.Red);
        string[] texts =
        [
            red, $"data:image/png;base64,{red}", $" data:image/png; base64,{Uri.EscapeDataString(red)}", red.TrimEnd('='),
            red.Replace('+', '-').Replace('/', '_'), string.Join("\n", red.Chunk(76).Select(line => new string(line))),
        ];
        string data = string.Join(',', texts.Take(5).Select(text => JsonSerializer.Serialize(text)));
        foreach (string mark in new[] { "", "\uFEFF" })
        {
            JsonNode answer = await served.Client.Infer(
                "colours", $$"""{{mark}}{"inputs":[{"name":"image","shape":[5],"datatype":"BYTES","data":[{{data}}]}]}""").Json();
            Assert.Equal("[10,0,0,10,0,0,10,0,0,10,0,0,10,0,0]", answer["outputs"]![0]!.Data());
        }

        await served.Client.Infer("colours", Of(JsonSerializer.Serialize(texts[5]))).Json();
    }

    [Theory]
    [InlineData("\"https://pictures.example/cat.png\"", "is a web address; pictures are not fetched")]
    [InlineData("\"s3://bucket/cat\"", "is an address; pictures are not fetched")]
    [InlineData("\"/home/me/cat.png\"", "is the path of a file; pictures are not fetched")]
    [InlineData("\"data:image/png,abc\"", "is a data URI without ';base64,'")]
    [InlineData("\"a*b\"", "is no base64: byte 1 of its text is '*'; the elements of BYTES tensors are base64")]
    [InlineData("{\"b64\":\"AAAA\"}", "is an object, no base64 string")]
    [InlineData("\"\\ud800\"", "malformed")]
    public async Task An_element_that_is_none_is_said(string element, string reason) =>
        Assert.Contains(reason, await served.Client.Infer("colours", Of(element)).V2Error(400), StringComparison.Ordinal);

    [Theory]
    [InlineData(415, "not an image")]
    [InlineData(400, "")]
    public async Task What_is_no_image_is_refused_and_named(int status, string content)
    {
        string error = await served.Client.Infer("colours", Request([Pictures.Blue, System.Text.Encoding.UTF8.GetBytes(content)], ""))
            .V2Error(status);

        Assert.Contains("image[1]", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_images_than_the_limit_are_too_large() =>
        Assert.Contains(
            "Limits:MaxFiles", await served.Client.Infer("colours", Request([.. Enumerable.Repeat(Pictures.Red, 6)], ""))
                .V2Error(413), StringComparison.Ordinal);

    private static string Of(string element) =>
        $$"""{"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":[{{element}}]}]}""";

    internal static string Request(byte[][] images, string parameters)
    {
        string data = string.Join(',', images.Select(image => $"\"{Convert.ToBase64String(image)}\""));
        string outputs = parameters.Length == 0 ? "" : $$""","outputs":[{"name":"scores","parameters":{{parameters}} }]""";
        return $$"""{"inputs":[{"name":"image","shape":[{{images.Length}}],"datatype":"BYTES","data":[{{data}}]}]{{outputs}}}""";
    }
}
