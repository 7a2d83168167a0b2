using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>Cells of layers with few axes.</summary>
public sealed class CellTests : IAsyncLifetime
{
    private readonly TestModels _models = new TestModels().Add("axes", FewAxes());
    private ApiFactory? _factory;

    private HttpClient Client => _factory!.Client;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder));

    public async ValueTask DisposeAsync()
    {
        await _factory!.DisposeAsync();
        _models.Dispose();
    }

    [Theory]
    [InlineData("scores", "1", "[1]")]
    [InlineData("row", "1", "[1]")]
    [InlineData("most", "0", "[]")]
    public async Task A_value_is_named_by_its_position(string layer, string cell, string expected)
    {
        JsonNode explained = await Client.Post($"/featuremaps/{layer}?model=axes&cell={cell}", HttpCalls.Image(Pictures.Lime)).Json();

        Assert.Equal((10f, expected), (explained["value"]!.GetValue<float>(), explained["cell"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("row", "3", "cells from '0' to '2'")]
    [InlineData("row", "0,0", "cells from '0' to '2'")]
    [InlineData("most", "1", "cells from '0' to '0'")]
    [InlineData("most", "a", "0 of a single value")]
    public async Task What_is_no_cell_is_told_which_there_are(string layer, string cell, string expected) => Assert.Contains(
        expected,
        (await Client.Post($"/featuremaps/{layer}?model=axes&cell={cell}", HttpCalls.Image(Pictures.Lime))
            .Problem(400, "invalid_parameter")).Detail(),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_single_value_is_dead_only_where_it_is_0()
    {
        JsonNode map = await Client.Post("/featuremaps/scores?model=axes", HttpCalls.Image(Pictures.Lime)).Json();

        Assert.Equal([true, false, true], map["channels"]!.AsArray().Select(channel => channel!["dead"] is not null));
    }

    // The mean of each colour times 10, as a row without an axis of images, and the largest without any axis.
    private static byte[] FewAxes() => new OnnxFile().Input("image", 1, 3, 4, 4)
        .Weights("w", [3, 3, 1, 1], 10, 0, 0, 0, 10, 0, 0, 0, 10).Integers("three", 3).Integers("one", 1, 3)
        .Node("Conv", ["image", "w"], "conv").Node("GlobalAveragePool", ["conv"], "pool").Node("Reshape", ["pool", "three"], "row")
        .NodeWith("ReduceMax", ["row"], "most", "keepdims", 0).Node("Reshape", ["row", "one"], "scores")
        .Output("scores", 1, 3).Output("most").Build();
}
