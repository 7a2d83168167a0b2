using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>A network whose output has as many columns as the image has bright places.</summary>
public sealed class DataDependentModelTests : IAsyncDisposable
{
    private const int Int64 = 7;

    private readonly TestModels _models = new TestModels().Add(
        "places",
        new OnnxFile().Input("image", 1, 3, 4, 4).Weights("w", [1, 3, 1, 1], 1, 0, 0)
            .Node("Conv", ["image", "w"], "red", "Conv_0", ("kernel_shape", [1, 1]))
            .Node("Relu", ["red"], "kept", "Relu_1")
            .Node("NonZero", ["kept"], "places", "NonZero_2")
            .TypedOutput("places", Int64, 4, -1).Build());

    private ApiFactory? _factory;

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
    }

    [Fact]
    public async Task Layers_before_it_have_maps_and_the_others_say_why_not()
    {
        HttpClient client = await StartAsync();
        Assert.Equal(
            ["red", "kept"],
            (await client.Get("/models/places/layers").Json())["layers"]!.AsArray().Select(layer => layer!.Text("name")));
        JsonNode map = await client.Post("/featuremaps/kept?model=places", HttpCalls.Image(Pictures.Red)).Json();
        Assert.Equal("[1,1,4,4]", map["shape"]!.ToJsonString());
        foreach (string name in new[] { "places", "NonZero_2" })
        {
            JsonNode problem = await client.Post($"/featuremaps/{name}?model=places", HttpCalls.Image(Pictures.Red))
                .Problem(422, "not_a_map");
            Assert.Contains("The shape of the layer 'places'", problem.Detail(), StringComparison.Ordinal);
            Assert.Contains("depends on the data", problem.Detail(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Thumbnails_of_all_layers_leave_those_behind_it_out()
    {
        HttpClient client = await StartAsync();
        JsonNode answer = await client.Post("/featuremaps?layers=*&model=places", HttpCalls.Image(Pictures.Red)).Json();
        Assert.Equal(["red", "kept"], answer["layers"]!.AsArray().Select(layer => layer!.Text("name")));
    }

    [Fact]
    public async Task A_note_says_how_many_they_are()
    {
        HttpClient client = await StartAsync();
        JsonNode note = Assert.Single((await client.Get("/models/places").Json())["notes"]!.AsArray())!;
        Assert.Equal("note", note.Text("severity"));
        Assert.StartsWith("The shapes of 1 of 3 layers depend on the data.", note.Text("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tensors_are_answered_in_the_shape_that_they_have()
    {
        HttpClient client = await StartAsync();
        JsonNode answer = await client.Post("/v2/models/places/infer", new StringContent(
            """{"inputs":[{"name":"image","shape":[1,3,4,4],"datatype":"FP32","data":[0,0,2,0, 0,0,0,0, 0,5,0,0, 0,0,0,0,"""
            + string.Join(',', Enumerable.Repeat('9', 32)) + "]}]}", Encoding.UTF8, "application/json")).Json();
        JsonNode places = answer["outputs"]!.AsArray().Single()!;
        Assert.Equal("[4,2]", places["shape"]!.ToJsonString());
        Assert.Equal("[0,0,0,0,0,2,2,1]", places["data"]!.ToJsonString());
    }

    private async Task<HttpClient> StartAsync() =>
        (_factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder), ("Models:Bundled", "false"))).Client;
}
