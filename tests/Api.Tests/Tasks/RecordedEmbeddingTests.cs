using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Tasks;

/// <summary>The vector of a layer is that of its Python original.</summary>
public sealed class RecordedEmbeddingTests
{
    private const double Tolerance = 1e-4;

    private const string Settings = """
        {
          "task": "embedding", "output": "pool_55", "input": { "channels": "rgb" }, "resize": { "rule": "shortest-edge", "size": 146 },
          "normalize": [{ "divide": 127.5 }, { "subtract": 1 }]
        }
        """;

    [Fact]
    public async Task Vectors_are_those_of_the_original()
    {
        var recorded = new RecordedTask("mobilenet-v1-embedding");
        using TestModels models = new TestModels().Add("vectors", recorded.Model, settings: Settings);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode details = await factory.Client.Get("/models/vectors").Json();
        Assert.Equal(("embedding", 256), (details.Text("task"), details["vectorLength"]!.GetValue<int>()));

        foreach (RecordedPhoto photo in recorded.Photos)
        {
            JsonNode plain = await Ask(factory, photo, "");
            Near(photo.Photo["vector"]!.AsArray(), plain["values"]!.AsArray());
            Assert.Equal(photo.Photo["norm"]!.GetValue<double>(), plain["norm"]!.GetValue<double>(), 1e-3);
            JsonNode unit = await Ask(factory, photo, "&normalize=true");
            Near(photo.Photo["samples"]![0]!.AsArray(), [.. unit["values"]!.AsArray().Take(16).Select(value => value!.DeepClone())]);
            Assert.Equal(1, unit["values"]!.AsArray().Sum(value => Math.Pow(value!.GetValue<double>(), 2)), 1e-5);
        }
    }

    [Fact]
    public async Task Any_layer_gives_a_vector_and_a_wrong_one_is_named()
    {
        var recorded = new RecordedTask("mobilenet-v1-embedding");
        using TestModels models = new TestModels().Add("vectors", recorded.Model, settings: Settings);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        RecordedPhoto photo = recorded.Photos.First();
        JsonNode layers = await factory.Client.Get("/models/vectors/layers").Json();
        string map = layers["layers"]!.AsArray().First(layer => layer!["shape"]!.AsArray().Count == 4)!.Text("name");

        JsonNode vector = await Ask(factory, photo, $"&layer={Uri.EscapeDataString(map)}");
        Assert.Equal(map, vector.Text("layer"));
        Assert.NotEmpty(vector["values"]!.AsArray());

        using HttpResponseMessage refused = await factory.Client.Post(
            "/predict?model=vectors&layer=pool_56", HttpCalls.Image(File.ReadAllBytes(TestData.Path(photo.Path))));
        JsonNode problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("'pool_55'", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "task": "embeding" }""", "expected one of")]
    [InlineData("""{ "task": "detection" }""", "for which one image and boxes are expected")]
    [InlineData("""{ "task": "embedding", "output": "nothing" }""", "'nothing'")]
    public async Task A_task_that_the_model_cannot_have_is_an_error(string settings, string reason)
    {
        using TestModels models = new TestModels().Add("vectors", new RecordedTask("mobilenet-v1-embedding").Model, settings: settings);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode model = await factory.Client.Get("/models/vectors").Json();
        Assert.Contains(reason, model.Text("reason"), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> Ask(ApiFactory factory, RecordedPhoto photo, string query)
    {
        JsonNode answer = await factory.Client.Post(
            $"/predict?model=vectors{query}", HttpCalls.Image(File.ReadAllBytes(TestData.Path(photo.Path)))).Json();
        return answer["results"]![0]!["embedding"]!;
    }

    private static void Near(JsonArray expected, JsonArray found)
    {
        Assert.Equal(expected.Count, found.Count);
        Assert.All(expected.Zip(found), pair => Assert.Equal(
            pair.First!.GetValue<double>(), pair.Second!.GetValue<double>(),
            Tolerance * Math.Max(1, Math.Abs(pair.First.GetValue<double>()))));
    }
}
