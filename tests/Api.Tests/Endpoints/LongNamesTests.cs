using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Models.Hosting;
using Fovea.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>Names of a million characters, with line breaks and controls: answers and the log stay short and on one line.</summary>
public sealed class LongNamesTests
{
    private const int Million = 1_000_000;

    // What an answer about a dozen models may have.
    private const int MostBytes = 40_000;

    private static readonly string Long = "\u001b[2Ja\r\nwarn: forged\u2028" + new string('x', Million);

    [Fact]
    public async Task They_are_cut_in_every_answer_and_in_the_log()
    {
        using var models = new TestModels();
        string forged = "forged\nname";
        models.Add("operator", Chain((Long, "n", "y")))
            .Add("node", Chain(("Frobnicate", Long, "y")))
            .Add("value", Chain(("Conv", "c", Long)))
            .Add("input", new OnnxFile().Input(Long, 1, 3, 4, 4).Node("Relu", [Long], "y").Output("y", 1, 3, 4, 4).Build())
            .Add("missing", new OnnxFile().Input("image", 1, 3, 4, 4).Node("Add", ["image", Long], "y").Output("y", 1, 3, 4, 4).Build())
            .Add("metadata", Colours().Metadata(Long, Long).Build())
            .Add("label", TestModels.Colours(-1), $"{new string('x', Million)}\nb\nc\n")
            .Add("setting", TestModels.Colours(-1), settings: $$"""{ "{{new string('x', Million)}}": 1 }""")
            .Add("choice", TestModels.Colours(-1), settings: $$"""{ "resize": { "rule": "{{new string('x', Million)}}" } }""")
            .Add("output", TestModels.Colours(-1), settings: $$"""{ "output": "{{new string('x', Million)}}" }""")
            .Add(forged, TestModels.Colours(-1));
        using var log = new LogRecords();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<ILoggerProvider>(log), ("Models:Path", models.Folder));

        JsonNode list = await factory.Client.Get("/models").Json();
        string[] names = [.. list["models"]!.AsArray().Select(model => model!.Text("name"))];
        Assert.DoesNotContain(forged, names);
        string[] addresses =
        [
            "/models", "/readyz", "/v2/models/stats", .. names.Select(name => $"/models/{name}"),
            .. names.Select(name => $"/models/{name}/layers"), .. names.Select(name => $"/v2/models/{name}"),
        ];
        foreach (string address in addresses)
        {
            byte[] answer = await (await factory.Client.Get(address)).Content.ReadAsByteArrayAsync();
            Assert.True(answer.Length < MostBytes, $"{address}: {answer.Length} bytes.");
        }

        // Metrics of the runtime count what other tests do in this process.
        string metrics = await factory.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.DoesNotContain(new string('x', 300), metrics, StringComparison.Ordinal);
        byte[] index = await (await factory.Client.Post("/v2/repository/index", null)).Content.ReadAsByteArrayAsync();
        Assert.True(index.Length < MostBytes, $"{index.Length} bytes.");
        Assert.Contains(log.Messages, message => message.Contains(@"forged\nname", StringComparison.Ordinal));
        foreach (string message in log.Messages)
        {
            Assert.True(message.Length < 4000, message[..Math.Min(300, message.Length)]);
            Assert.DoesNotContain(message, character => char.IsControl(character) || character == '\u2028');
        }

        Assert.All(log.Errors, record => Assert.True(record.Error is null || record.Error.Message.Length < 4000));
    }

    [Fact]
    public async Task A_layer_of_a_long_name_is_listed_and_found_by_its_short_form()
    {
        using var models = new TestModels();
        string first = $"{new string('a', 2000)}1", second = $"{new string('a', 2000)}2", whole = new('b', LayerName.Longest);
        models.Add("net", new OnnxFile().Input("image", 1, 3, 4, 4).Node("Relu", ["image"], first).Node("Relu", [first], second)
            .Node("Relu", [second], whole).Node("Relu", [whole], "y").Output("y", 1, 3, 4, 4).Build());
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode[] layers = [.. (await factory.Client.Get("/models/net/layers").Json())["layers"]!.AsArray().Select(layer => layer!)];

        string[] names = [.. layers.Select(layer => layer.Text("name"))];
        Assert.Equal([LayerName.Shown(first), LayerName.Shown(second), whole, "y"], names);
        Assert.Equal(4, names.Distinct().Count());
        Assert.All(names, name => Assert.True(name.Length <= LayerName.Longest));
        foreach (JsonNode layer in layers)
        {
            JsonNode map = await factory.Client.Post(layer.Text("href"), HttpCalls.Image(Pictures.Red)).Json();
            Assert.Equal(layer.Text("name"), map.Text("layer"));
        }
    }

    private static byte[] Chain(params (string Operator, string Node, string Output)[] nodes)
    {
        var file = new OnnxFile().Input("image", 1, 3, 4, 4);
        string last = "image";
        foreach ((string op, string node, string output) in nodes)
        {
            file.Node(op, [last], output, node);
            last = output;
        }

        return file.Output(last, 1, 3, 4, 4).Build();
    }

    private static OnnxFile Colours() => new OnnxFile().Input("image", -1, 3, 4, 4).Node("GlobalAveragePool", ["image"], "pool")
        .Node("Flatten", ["pool"], "scores").Output("scores", -1, 3);
}
