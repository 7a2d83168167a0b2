using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Photos;

/// <summary>Trained networks of many kinds, dropped into the model folder as they are.</summary>
public sealed class RealModelsTests
{
    private static readonly string[] Flat =
        ["mobilenet_v1_0.25_128", "mobilenet_v2", "ppocr_cls", "resnet20-cifar10", "squeezenet1.1", "style-candy", "ultraface-slim-320"];

    private static readonly string[] Folders = ["mnist-8", "superres-10"];

    [Fact]
    public async Task Each_is_ready_and_every_layer_can_be_looked_at_or_says_why_not()
    {
        using var models = new TestModels();
        foreach (string name in Flat)
            File.Copy(Repository.TestData($"models/{name}.onnx"), Path.Combine(models.Folder, $"{name}.onnx"));
        foreach (string name in Folders)
            Copy(Repository.TestData($"models/{name}"), Path.Combine(models.Folder, name));
        byte[] photo = await File.ReadAllBytesAsync(Repository.TestData("images/photos/kitten.jpg"));
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("Models:Bundled", "false"), ("Batching:Timeout", "60s"));

        foreach (string name in Flat.Concat(Folders))
        {
            JsonNode model = await factory.Client.Get($"/models/{name}").Json();
            Assert.True(model.Text("state") == "ready", $"{name}: {model["reason"]}");
            await LookAtEveryLayer(factory.Client, name, photo);
        }

        Assert.Equal(3, (await factory.Client.Get("/models/mnist-8").Json())["selfTests"]!.GetValue<int>());
        Assert.Equal(1, (await factory.Client.Get("/models/superres-10").Json())["selfTests"]!.GetValue<int>());
    }

    private static async Task LookAtEveryLayer(HttpClient client, string model, byte[] photo)
    {
        JsonArray layers = (await client.Get($"/models/{model}/layers").Json())["layers"]!.AsArray();
        Assert.NotEmpty(layers);
        foreach (JsonNode layer in layers.OfType<JsonNode>())
        {
            JsonNode map = await client.Post(layer.Text("href"), HttpCalls.Image(photo)).Json();
            Assert.Equal(layer["shape"]!.ToJsonString(), map["shape"]!.ToJsonString());
            Assert.All(map["channels"]!.AsArray(), channel => Assert.Null(channel!["nonFinite"]));
        }
    }

    private static void Copy(string source, string target)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
