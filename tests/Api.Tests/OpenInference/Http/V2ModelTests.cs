using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>What <c>/v2</c> tells of models.</summary>
[Collection(nameof(ServedV2))]
public sealed class V2ModelTests(ServedV2 served)
{
    [Fact]
    public async Task A_model_that_takes_an_image_lists_its_tensor_and_names_the_model_of_its_images()
    {
        JsonNode model = await served.Client.Get("/v2/models/colours").Json();

        Assert.Equal("colours", model.Text("name"));
        Assert.Equal("onnx_onnxv1", model.Text("platform"));
        Assert.Equal("""["1"]""", model["versions"]!.ToJsonString());
        Assert.Equal(
            """[{"name":"image","datatype":"FP32","shape":[-1,3,4,4]}]""", model["inputs"]!.ToJsonString());
        Assert.Equal("""[{"name":"scores","datatype":"FP32","shape":[-1,3]}]""", model["outputs"]!.ToJsonString());
        Assert.Equal("""{"image_model":"colours@image"}""", model["parameters"]!.ToJsonString());
    }

    [Fact]
    public async Task A_model_of_tensors_announces_only_them()
    {
        JsonNode model = await served.Client.Get("/v2/models/types").Json();

        Assert.Equal(
            ["FP32", "FP64", "INT64", "INT32", "INT8", "UINT8", "BOOL"],
            model["inputs"]!.AsArray().Select(input => input!.Text("datatype")));
        Assert.All(model["inputs"]!.AsArray(), input => Assert.Equal("[-1,2]", input!.Shape()));
        Assert.Null(model["parameters"]);
        Assert.Equal("{}", (await served.Client.Get("/v2/models/types/config").Json())["parameters"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/v2/models/versions", "2")]
    [InlineData("/v2/models/versions/versions/1", "1")]
    [InlineData("/v2/models/versions/versions/2", "2")]
    public async Task Versions_are_listed_and_can_be_asked_for(string address, string version)
    {
        JsonNode model = await served.Client.Get(address).Json();
        JsonNode answer = await served.Client.Post($"{address}/infer", V2Calls.JsonBody(
            $$"""{"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":["{{Convert.ToBase64String(Pictures.Red)}}"]}],"outputs":[{"name":"scores","parameters":{"classification":1} }]}""")).Json();

        Assert.Equal("""["2","1"]""", model["versions"]!.ToJsonString());
        Assert.Equal(version, answer.Text("model_version"));
        Assert.Equal($"""["10:0:r{version}"]""", answer["outputs"]![0]!.Data());
    }

    [Fact]
    public async Task A_ready_model_says_so() =>
        Assert.Equal(
            """{"name":"colours","ready":true}""", (await served.Client.Get("/v2/models/colours/versions/1/ready").Json()).ToJsonString());

    [Fact]
    public async Task A_failed_model_says_why() =>
        Assert.Contains("truncated", await served.Client.Get("/v2/models/truncated").V2Error(503), StringComparison.Ordinal);

    [Fact]
    public async Task The_configuration_is_tritons()
    {
        JsonNode config = await served.Client.Get("/v2/models/colours/config").Json();

        Assert.Equal(
            """{"name":"colours","platform":"onnx_onnxv1","backend":"fovea","max_batch_size":0,"input":[{"name":"image","data_type":"TYPE_FP32","format":"FORMAT_NCHW","dims":[-1,3,4,4]}]""" +
            ""","output":[{"name":"scores","data_type":"TYPE_FP32","dims":[-1,3],"label_filename":"labels.txt"}]""" +
            ""","default_model_filename":"model.onnx","parameters":{"image_model":{"string_value":"colours@image"}}}""",
            config.ToJsonString());
    }

    [Fact]
    public async Task Reading_calls_answer_head()
    {
        using HttpResponseMessage found = await served.Client.Send(HttpMethod.Head, "/v2/models/colours");
        using HttpResponseMessage missing = await served.Client.Send(HttpMethod.Head, "/v2/models/colour");

        Assert.Equal((200, 404), ((int)found.StatusCode, (int)missing.StatusCode));
        Assert.Empty(await missing.Content.ReadAsByteArrayAsync());
    }
}
