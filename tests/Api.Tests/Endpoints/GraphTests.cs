using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

[Collection(nameof(ServedModels))]
public sealed class GraphTests(ServedModels served)
{
    private readonly HttpClient _client = served.Client;

    [Fact]
    public async Task Every_layer_is_in_one_node_and_edges_join_nodes()
    {
        JsonNode graph = await _client.Get("/models/colours/graph").Json();
        JsonNode layers = await _client.Get("/models/colours/layers").Json();

        JsonNode[] nodes = [.. graph["nodes"]!.AsArray().OfType<JsonNode>()];
        Assert.Equal(("colours", "1", "input", "image"), (graph.Text("model"), graph.Text("version"), nodes[0].Text("kind"),
            nodes[0].Text("name")));
        Assert.Equal(layers["layers"]!.AsArray().Select(l => l!.Text("name")), nodes.Skip(1).Select(n => n.Text("name")));
        Assert.Equal("[1,3,4,4]", nodes[0]["shape"]!.ToJsonString());
        Assert.Equal(9, nodes[1]["parameters"]!.GetValue<long>());
        string[] ids = [.. nodes.Select(node => node.Text("id"))];
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(
            ids.Zip(ids.Skip(1)), graph["edges"]!.AsArray().Select(edge => (edge!.Text("from"), edge!.Text("to"))));
        Assert.All(graph["edges"]!.AsArray(), edge => Assert.False(edge!["residual"]!.GetValue<bool>()));
        Assert.True(graph["height"]!.GetValue<double>() > nodes[^1]["y"]!.GetValue<double>());
    }

    [Fact]
    public async Task A_block_that_does_not_exist_is_refused() => Assert.Contains(
        "'b1-2'", (await _client.Get("/models/colours/graph?open=b1-2").Problem(400, "invalid_parameter")).Detail(),
        StringComparison.Ordinal);

    [Fact]
    public async Task All_blocks_are_opened_by_a_star()
    {
        JsonNode all = await _client.Get("/models/colours/graph?open=*").Json();

        Assert.DoesNotContain("block", all["nodes"]!.AsArray().Select(node => node!.Text("kind")));
    }

    [Fact]
    public async Task It_is_answered_once_to_whoever_has_it()
    {
        using HttpResponseMessage first = await _client.Get("/models/digits/graph");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/models/digits/graph", UriKind.Relative));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await _client.SendAsync(request);

        Assert.Equal(304, (int)second.StatusCode);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found() =>
        await _client.Get("/models/no-such/graph").Problem(404, "model_not_found");

    [Fact]
    public async Task Layers_say_what_they_read_what_they_cost_and_what_sharing_saves()
    {
        JsonNode[] layers = [.. (await _client.Get("/models/digits/layers").Json())["layers"]!.AsArray().OfType<JsonNode>()];

        JsonNode conv = layers.First(layer => layer.Text("operator") == "Conv");
        Assert.Equal("""["image"]""", conv["sources"]!.ToJsonString());
        Assert.Equal($"/weights/{Uri.EscapeDataString(conv.Text("name"))}?model=digits", conv.Text("weightsHref"));
        long[] shape = [.. conv["shape"]!.AsArray().Select(extent => extent!.GetValue<long>())];
        long positions = shape[2] * shape[3], parameters = conv["parameters"]!.GetValue<long>();
        JsonNode sharing = conv["sharing"]!;
        Assert.Equal(parameters, sharing["parameters"]!.GetValue<long>());
        Assert.Equal(parameters * positions, sharing["local"]!.GetValue<long>());
        long biases = parameters - 9 * shape[1] == shape[1] ? shape[1] * positions : 0;
        Assert.Equal(shape[1] * positions * 28 * 28 + biases, sharing["dense"]!.GetValue<long>());
        Assert.InRange(layers.Sum(layer => layer["share"]?.GetValue<double>() ?? 0), 0.99, 1.01);
        Assert.All(layers, layer => Assert.Equal(layer["fusedInto"] is null, layer["share"] is not null));
    }
}
