using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Repository;
using Fovea.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Tasks;

/// <summary>Networks that take more of a picture than its pixels get it in every way into the service.</summary>
public sealed class SecondInputTests : IAsyncDisposable
{
    private const string Photo = "images/photos/grace_hopper.jpg";
    private const int Width = 517, Height = 606;

    // In pixels of the photo.
    private const float MapTolerance = 0.01f;

    private static readonly string[] OtherPhotos = ["images/photos/horses.jpg", "images/photos/zebra.jpeg", Photo];

    private readonly TestModels _models = new();
    private ApiFactory? _factory;

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
    }

    [Theory]
    [InlineData("deimv2-atto")]
    [InlineData("rtdetr")]
    public async Task Tensors_a_photo_and_a_map_agree(string name)
    {
        HttpClient client = await StartAsync(name);
        byte[] photo = ReadPhoto(Photo);
        JsonNode model = await client.Get($"/v2/models/{name}").Json();
        Assert.Equal(["images", "orig_target_sizes"], model["inputs"]!.AsArray().Select(input => input!.Text("name")));
        (byte[] pixels, string shape) = Prepare(name, photo);
        byte[] sizes = [.. BitConverter.GetBytes((long)Width), .. BitConverter.GetBytes((long)Height)];

        byte[] byTensors = (await client.InferBinary(
            name,
            $$"""
            {"inputs":[{"name":"images","shape":{{shape}},"datatype":"FP32","parameters":{"binary_data_size":{{pixels.Length}} } },
            {"name":"orig_target_sizes","shape":[1,2],"datatype":"INT64","parameters":{"binary_data_size":{{sizes.Length}} } }],
            "outputs":[{"name":"boxes"}],"parameters":{"binary_data_output":true} }
            """,
            pixels, sizes).Binary()).Tail;
        (JsonNode listed, byte[] tail) = await client.InferBytes($"{name}@image", photo, "0").Binary();
        byte[] map = await client.Post($"/featuremaps/boxes?model={name}&format=npy", HttpCalls.Image(photo)).Bytes("application/x-npy");

        Assert.Equal(["labels", "boxes", "scores", "detections"], listed["outputs"]!.AsArray().Select(output => output!.Text("name")));
        int labels = listed["outputs"]![0]!["parameters"]!["binary_data_size"]!.GetValue<int>();
        Assert.Equal(byTensors.Floats(), tail[labels..(labels + byTensors.Length)].Floats());
        // A run that shows layers may compute fused ones otherwise, in the last digits.
        Assert.All(
            byTensors.Floats().Zip(map[^byTensors.Length..].Floats()),
            pair => Assert.InRange(pair.Second, pair.First - MapTolerance, pair.First + MapTolerance));
        Assert.Contains(byTensors.Floats(), side => side > 2);
    }

    [Theory]
    [InlineData("rtdetr")]
    [InlineData("picodet")]
    [InlineData("picodet-nms")]
    [InlineData("hf-detr-padded")]
    public async Task Several_photos_are_answered_as_each_alone(string name)
    {
        HttpClient client = await StartAsync(name);
        string together = (await client.Post(
            $"/predict?model={name}",
            HttpCalls.Files([.. OtherPhotos.Select(path => (Path.GetFileName(path), ReadPhoto(path)))])).Json())["results"]!.AsArray()
            .Select(result => result!["detections"]!.ToJsonString()).Aggregate((a, b) => $"{a}\n{b}");
        var alone = new List<string>();
        foreach (string path in OtherPhotos)
        {
            JsonNode answer = await client.Post($"/predict?model={name}", HttpCalls.Image(ReadPhoto(path))).Json();
            alone.Add(answer["results"]![0]!["detections"]!.ToJsonString());
        }

        Assert.Equal(alone, together.Split('\n'));
        Assert.Equal(alone.Count, alone.Distinct().Count());
    }

    [Fact]
    public async Task Cells_and_explanations_are_those_of_the_photo()
    {
        HttpClient client = await StartAsync("rtdetr");
        byte[] photo = ReadPhoto(Photo);
        byte[] map = await client.Post("/featuremaps/boxes?model=rtdetr&format=npy", HttpCalls.Image(photo)).Bytes("application/x-npy");
        float first = map[^(300 * 4 * sizeof(float))..].Floats()[0];

        JsonNode cell = await client.Post("/featuremaps/boxes?model=rtdetr&cell=0,0", HttpCalls.Image(photo)).Json();
        JsonNode explained = await client.Post(
            "/explain?model=rtdetr&output=boxes&index=0,0&method=occlusion&window=96&stride=96", HttpCalls.Image(photo)).Json();

        Assert.Equal(first, cell["value"]!.GetValue<float>());
        Assert.Equal(first, explained["score"]!.GetValue<float>());
    }

    [Fact]
    public async Task What_fills_them_is_described_and_the_pixels_are_those_of_the_image()
    {
        HttpClient client = await StartAsync("picodet-nms");
        JsonNode model = await client.Get("/models/picodet-nms").Json();
        Assert.Equal(
            ["im_shape", "scale_factor"],
            model["preprocessing"]!.AsArray().Select(setting => setting!.Text("name")).Where(name => name.Contains('_')));
        Assert.Equal(
            96, (await client.Post("/models/picodet-nms/preprocess", HttpCalls.Image(ReadPhoto(Photo))).Json())["width"]!.GetValue<int>());
    }

    [Fact]
    public async Task Raw_outputs_of_several_photos_whose_shapes_differ_are_asked_for_one_by_one()
    {
        HttpClient client = await StartAsync("picodet-nms");
        byte[] photo = ReadPhoto(Photo);
        (JsonNode listed, _) = await client.InferBytes("picodet-nms@image", photo, "0").Binary();
        Assert.Equal(6, listed["outputs"]![0]!["shape"]!.AsArray()[^1]!.GetValue<int>());
        byte[] elements = [.. V2Calls.Element(photo), .. V2Calls.Element(photo)];
        string error = await client.InferBinary(
            "picodet-nms@image",
            $$"""
            {"inputs":[{"name":"image","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":{{elements.Length}} } }]}
            """,
            elements).V2Error(400);
        Assert.Contains("one by one", error, StringComparison.Ordinal);
    }

    private static byte[] ReadPhoto(string path) => File.ReadAllBytes(TestData.Path(path));

    private async Task<HttpClient> StartAsync(string name)
    {
        var recorded = new RecordedTask(name);
        string folder = Directory.CreateDirectory(Path.Combine(_models.Folder, name)).FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), recorded.Model);
        foreach ((string file, string text) in recorded.Files)
            File.WriteAllText(Path.Combine(folder, file), text);
        _factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder), ("Models:Bundled", "false"));
        return _factory.Client;
    }

    private (byte[] Tensor, string Shape) Prepare(string name, byte[] photo)
    {
        using ModelLease lease = _factory!.Services.GetRequiredService<ModelRepository>().Find(name, null).Lease();
        using PreparedImages images = lease.Model.Prepare(1);
        using DecodedImage image = _factory.Services.GetRequiredService<IImageDecoder>().Decode(photo);
        images.Set(0, image);
        return (images.Tensor.Bytes.ToArray(), images.Tensor.Shape.ToString());
    }
}
