using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>The second name of a model that takes an image: <c>NAME@image</c>.</summary>
[Collection(nameof(ServedV2))]
public sealed class V2ImageModelTests(ServedV2 served)
{
    [Theory]
    [InlineData("colours@image")]
    [InlineData("colours%40image")]
    [InlineData("colours-one-by-one@image")]
    [InlineData("colours-in-pairs@image")]
    public async Task It_lists_the_images_and_what_they_give(string name)
    {
        JsonNode model = await served.Client.Get($"/v2/models/{name}").Json();

        Assert.Equal(Uri.UnescapeDataString(name), model.Text("name"));
        Assert.Equal("""[{"name":"image","datatype":"BYTES","shape":[-1]}]""", model["inputs"]!.ToJsonString());
        Assert.Equal(
            """[{"name":"scores","datatype":"FP32","shape":[-1,3]},{"name":"predictions","datatype":"BYTES","shape":[-1]}]""",
            model["outputs"]!.ToJsonString());
        Assert.Null(model["parameters"]);
    }

    [Fact]
    public async Task A_model_without_a_task_gives_the_networks_outputs_only() =>
        Assert.Equal(
            """[{"name":"edges","datatype":"FP32","shape":[-1,2,4,4]}]""",
            (await served.Client.Get("/v2/models/edges@image").Json())["outputs"]!.ToJsonString());

    [Theory]
    [InlineData("colours@image")]
    [InlineData("colours%40image")]
    [InlineData("colours-one-by-one@image/versions/1")]
    [InlineData("colours-in-pairs@image")]
    public async Task Images_give_every_listed_output(string name)
    {
        JsonNode answer = await served.Client.Infer(name, V2ImageTests.Request([Pictures.Red, Pictures.Blue, Pictures.Lime], "")).Json();

        Assert.Equal(Uri.UnescapeDataString(name).Split('/')[0], answer.Text("model_name"));
        Assert.Equal("[10,0,0,0,0,10,0,10,0]", answer["outputs"]![0]!.Data());
        Assert.Equal("[3]", answer["outputs"]![1]!.Shape());
        JsonNode first = JsonNode.Parse(answer["outputs"]![1]!["data"]![0]!.GetValue<string>())!;
        Assert.Equal("red", first[0]!.Text("label"));
    }

    [Fact]
    public async Task By_the_models_own_name_images_give_the_networks_outputs_as_ever()
    {
        JsonNode answer = await served.Client.Infer("colours", V2ImageTests.Request([Pictures.Red], "")).Json();

        Assert.Equal(["scores"], answer["outputs"]!.AsArray().Select(output => output!.Text("name")));
    }

    [Fact]
    public async Task Binary_elements_follow_their_lengths()
    {
        byte[] element = V2Calls.Element(Pictures.Blue);
        string json =
            $$"""{"inputs":[{"name":"image","shape":[1,1],"datatype":"BYTES","parameters":{"binary_data_size":{{element.Length}} } }],"outputs":[{"name":"scores"}]}""";

        JsonNode answer = await served.Client.InferBinary("colours@image", json, element).Json();

        Assert.Equal("[0,0,10]", answer["outputs"]![0]!.Data());
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("image/png")]
    public async Task A_raw_body_is_an_image_whatever_its_type(string type)
    {
        (JsonNode json, byte[] tail) = await served.Client.InferBytes("colours@image", Pictures.Lime, "0", type).Binary();

        Assert.Equal(["scores", "predictions"], json["outputs"]!.AsArray().Select(output => output!.Text("name")));
        Assert.Equal([0, 10, 0], tail[..12].Floats());
    }

    [Theory]
    [InlineData("""{"name":"image","shape":[1,3,4,4],"datatype":"FP32","data":[ZEROS]}""", "has the datatype FP32")]
    [InlineData("""{"name":"picture","shape":[1],"datatype":"BYTES","data":["AA=="]}""", "has no input 'picture'")]
    [InlineData("""{"name":"image","shape":[0],"datatype":"BYTES","data":[]}""", "at least one image")]
    public async Task What_is_no_list_of_images_is_refused_with_where_to_send_it(string input, string reason)
    {
        string zeros = string.Join(',', Enumerable.Repeat(0, 48));
        string error = await served.Client.Infer(
            "colours@image", $$"""{"inputs":[{{input.Replace("ZEROS", zeros, StringComparison.Ordinal)}}]}""").V2Error(400);

        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Contains("takes 'image' BYTES [-1], image files; tensors are sent to 'colours'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_are_those_of_the_model()
    {
        JsonNode model = await served.Client.Get("/v2/models/versions@image/versions/1").Json();
        JsonNode answer = await served.Client.Infer("versions@image/versions/1", V2ImageTests.Request([Pictures.Red], "")).Json();

        Assert.Equal("""["2","1"]""", model["versions"]!.ToJsonString());
        Assert.Equal("1", answer.Text("model_version"));
        Assert.Contains("no version '7'", await served.Client.Get("/v2/models/versions@image/versions/7").V2Error(404),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_ready_when_the_model_is()
    {
        Assert.Equal(
            """{"name":"colours@image","ready":true}""", (await served.Client.Get("/v2/models/colours@image/ready").Json()).ToJsonString());
        await served.Client.Get("/v2/models/truncated@image/ready").V2Error(503);
    }

    [Theory]
    [InlineData("/v2/models/types@image")]
    [InlineData("/v2/models/types@image/versions/1")]
    [InlineData("/v2/models/types@image/ready")]
    [InlineData("/v2/models/types@image/config")]
    [InlineData("/v2/models/types@image/stats")]
    public async Task A_model_of_tensors_has_none_and_says_why(string address)
    {
        string error = await served.Client.Get(address).V2Error(404);

        Assert.Contains("no model 'types@image': the model 'types' takes no image, but 'fp32'", error, StringComparison.Ordinal);
        Assert.Contains("Send these tensors to 'types'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_there_has_none() =>
        Assert.Contains(
            "Did you mean 'colours'", await served.Client.Get("/v2/models/colour@image").V2Error(404), StringComparison.Ordinal);

    [Fact]
    public async Task The_configuration_lists_the_same()
    {
        JsonNode config = await served.Client.Get("/v2/models/colours@image/config").Json();

        Assert.Equal(
            """{"name":"colours@image","platform":"onnx_onnxv1","backend":"fovea","max_batch_size":0,"input":[{"name":"image","data_type":"TYPE_STRING","format":"FORMAT_NONE","dims":[-1]}]""" +
            ""","output":[{"name":"scores","data_type":"TYPE_FP32","dims":[-1,3],"label_filename":"labels.txt"},{"name":"predictions","data_type":"TYPE_STRING","dims":[-1],"label_filename":""}]""" +
            ""","default_model_filename":"model.onnx","parameters":{}}""",
            config.ToJsonString());
    }

    [Fact]
    public async Task The_statistics_are_the_models()
    {
        await served.Client.Infer("versions@image/versions/1", V2ImageTests.Request([Pictures.Red], "")).Json();

        JsonNode images = (await served.Client.Get("/v2/models/versions@image/versions/1/stats").Json())["model_stats"]!.AsArray()
            .Single()!;
        JsonNode model = (await served.Client.Get("/v2/models/versions/versions/1/stats").Json())["model_stats"]!.AsArray().Single()!;
        JsonArray all = (await served.Client.Get("/v2/models/stats").Json())["model_stats"]!.AsArray();

        Assert.Equal("versions@image", images.Text("name"));
        Assert.True(images["inference_count"]!.GetValue<long>() >= 1);
        Assert.Equal(model["inference_count"]!.GetValue<long>(), images["inference_count"]!.GetValue<long>());
        Assert.DoesNotContain(all, entry => entry!.Text("name").Contains('@', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("load")]
    [InlineData("unload")]
    public async Task It_is_neither_listed_loaded_nor_unloaded(string verb)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri($"/v2/repository/models/colours@image/{verb}", UriKind.Relative));
        request.Headers.Add("X-API-Key", ServedV2.AdminKey);

        Assert.Contains("Load or unload 'colours'", await served.Client.SendAsync(request).V2Error(400), StringComparison.Ordinal);
        Assert.DoesNotContain(
            (await served.Client.Post("/v2/repository/index", null).Json()).AsArray(),
            entry => entry!.Text("name").Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_no_name_outside_of_the_protocol() =>
        await served.Client.Post("/predict?model=colours@image", HttpCalls.Image(Pictures.Red)).Problem(404, "model_not_found");
}
