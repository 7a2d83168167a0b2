using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>Folders and files as other programs write them, over HTTP.</summary>
public sealed class FolderTests
{
    private const string Exact = """{ "normalize": { "divide": 255 }, "resize": { "rule": "exact", "width": 4, "height": 4 } }""";

    [Fact]
    public async Task Labels_that_Tritons_configuration_names_are_those_of_predict_and_of_v2()
    {
        using var models = new TestModels();
        Write(models, "net/config.pbtxt", """
            platform: "onnxruntime_onnx"
            max_batch_size: 8
            input [ { name: "image" data_type: TYPE_FP32 format: FORMAT_NCHW dims: [ 3, 4, 4 ] } ]
            output [ { name: "scores" data_type: TYPE_FP32 dims: [ 3 ] label_filename: "my labels.txt" } ]
            """);
        Write(models, "net/my labels.txt", "red\ngreen\nblue\n\n");
        Write(models, "net/fovea.json", Exact);
        Write(models, "net/1/colours.onnx", TestModels.Colours(-1));
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));

        Assert.Equal("blue", await Top(factory, "net"));
        string body =
            $$"""
            {"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":["{{Convert.ToBase64String(Pictures.Blue)}}"] }],
             "outputs":[{"name":"scores","parameters":{"classification":1} }] }
            """;
        JsonNode answer = await factory.Client.Infer("net", body).Json();
        Assert.EndsWith(":2:blue", answer["outputs"]![0]!["data"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        JsonNode model = await factory.Client.Get("/models/net").Json();
        Assert.Equal(["max_batch_size"], model["notes"]!.AsArray().Select(note => note!.Text("field")));
    }

    [Fact]
    public async Task A_classifier_of_Ultralytics_answers_with_its_own_names_and_its_own_pixels()
    {
        using var models = new TestModels();
        byte[] file = new OnnxFile().Input("images", 1, 3, 4, 4).Weights("w", [3, 3, 1, 1], 4, 0, 0, 0, 4, 0, 0, 0, 4)
            .Node("Conv", ["images", "w"], "conv", "", ("kernel_shape", [1, 1])).Node("GlobalAveragePool", ["conv"], "pool")
            .Node("Flatten", ["pool"], "flat").Node("Softmax", ["flat"], "output0").Output("output0", 1, 3)
            .Metadata("task", "classify").Metadata("imgsz", "[4, 4]").Metadata("names", "{0: 'red', 1: 'green', 2: 'blue'}").Build();
        Write(models, "folder/best.onnx", file);
        Write(models, "flat.onnx", file);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));

        foreach (string name in new[] { "folder", "flat" })
        {
            JsonNode answer = await factory.Client.Post($"/predict?model={name}", HttpCalls.Image(Pictures.Blue)).Json();
            JsonNode first = answer["results"]![0]!["predictions"]![0]!;
            Assert.Equal("blue", first.Text("label"));
            // A pixel of 255 is 1: e^4 / (e^4 + 2).
            Assert.Equal(Math.Exp(4) / (Math.Exp(4) + 2), first["probability"]!.GetValue<double>(), 5);
            JsonNode model = await factory.Client.Get($"/models/{name}").Json();
            Assert.Empty(model["notes"]!.AsArray());
            Assert.Null(model["advice"]);
        }
    }

    [Fact]
    public async Task What_cannot_be_served_is_listed_with_what_it_is()
    {
        using var models = new TestModels();
        Write(models, "pointer/model.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n");
        Write(models, "torch/resnet.pth", "PK");
        Write(models, "two/a.onnx", "a");
        Write(models, "two/b.onnx", "b");
        Write(models, "clone/config.json", """{ "id2label": { "0": "red", "1": "green", "2": "blue" } }""");
        Write(models, "clone/fovea.json", Exact);
        Write(models, "clone/onnx/model.onnx", TestModels.Colours(-1));
        Write(models, "clone/onnx/model_fp16.onnx", "fp16");
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));

        JsonNode list = await factory.Client.Get("/models").Json();
        Assert.Equal(
            ["clone ready", "digits ready", "pointer failed", "torch failed", "two failed"],
            list["models"]!.AsArray().Select(model => $"{model!.Text("name")} {model!.Text("state")}"));
        foreach ((string name, string expected) in new[] { ("pointer", "git lfs pull"), ("torch", "PyTorch"), ("two", "a.onnx, b.onnx") })
        {
            Assert.Contains(
                expected, (await factory.Client.Get($"/models/{name}").Json()).Text("reason"), StringComparison.Ordinal);
        }

        Assert.Equal("blue", await Top(factory, "clone"));
        Assert.Contains(
            "model_fp16.onnx", (await factory.Client.Get("/models/clone").Json())["notes"]![0]!.Text("text"), StringComparison.Ordinal);
    }

    private static async Task<string> Top(ApiFactory factory, string model)
    {
        JsonNode answer = await factory.Client.Post($"/predict?model={model}", HttpCalls.Image(Pictures.Blue)).Json();
        return answer["results"]![0]!["predictions"]![0]!.Text("label");
    }

    private static void Write(TestModels models, string path, string text) => Write(models, path, Encoding.UTF8.GetBytes(text));

    private static void Write(TestModels models, string path, byte[] bytes)
    {
        string full = Path.Combine(models.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }
}
