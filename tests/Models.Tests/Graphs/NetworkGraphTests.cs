using System.Diagnostics;
using CsCheck;
using Fovea.Inference;
using Fovea.Models.Graphs;

namespace Fovea.Models.Tests.Graphs;

public sealed class NetworkGraphTests
{
    private static readonly HashSet<string> None = [];

    public static TheoryData<string> Files() =>
    [
        "topologies/resnet50.onnx", "topologies/densenet121.onnx", "topologies/mobilenet_v2.onnx", "topologies/squeezenet1_1.onnx",
        "topologies/googlenet.onnx", "topologies/inception_v3.onnx", "topologies/efficientnet_b0.onnx",
        "topologies/shufflenet_v2_x1_0.onnx",
        "topologies/mobilenet_v3_large.onnx", "topologies/convnext_tiny.onnx", "topologies/vgg16.onnx", "topologies/regnet_x_800mf.onnx",
        "topologies/zoo_resnet50.onnx", "topologies/zoo_densenet121.onnx", "topologies/zoo_inception_v2.onnx",
        "topologies/zoo_shufflenet.onnx", "models/squeezenet1.1.onnx", "models/mobilenet_v2.onnx", "models/resnet20-cifar10.onnx",
        "models/ultraface-slim-320.onnx", "models/ppocr_cls.onnx",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_closed_network_is_small_and_every_view_of_it_is_sound(string file)
    {
        (IReadOnlyList<LayerInfo> layers, IReadOnlyList<string> inputs) = Networks.Read(file);
        var network = new NetworkGraph(layers, inputs);

        GraphView closed = network.View(None)!;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{file}: {layers.Count} layers, {closed.Nodes.Count} nodes: {string.Join("; ", closed.Nodes.Select(n => n.Title ?? n.Id))}");
        Assert.InRange(closed.Nodes.Count, 4, 59);
        Assert.Empty(closed.Blocks);
        Views.Check(closed, layers, inputs);
        Views.Check(network.View(network.BlockIds.ToHashSet())!, layers, inputs);
        foreach (string id in network.BlockIds)
            Views.Check(network.View(new HashSet<string> { id })!, layers, inputs);
    }

    [Theory]
    [InlineData("topologies/resnet50.onnx", "layer1", "layer4")]
    [InlineData("topologies/mobilenet_v2.onnx", "features.2", "features.17")]
    [InlineData("topologies/densenet121.onnx", "features.denseblock1", "features.denseblock4")]
    [InlineData("topologies/googlenet.onnx", "inception3a", "inception5b")]
    public void Blocks_have_the_names_of_modules(string file, params string[] titles)
    {
        string?[] found = [.. Networks.Graph(file).View(None)!.Nodes.Select(node => node.Title)];
        Assert.All(titles, title => Assert.Contains(title, found));
    }

    [Fact]
    public void A_dense_network_of_too_many_edges_has_no_picture_and_takes_no_time()
    {
        string[] names = [.. Enumerable.Range(0, 1400).Select(i => $"v{i}")];
        var graph = new NetworkGraph([.. names.Select((name, i) => Networks.Layer(name, "Concat", ["x", .. names[..i]]))], ["x"]);
        long start = Stopwatch.GetTimestamp();

        Assert.Null(graph.View(new HashSet<string>(graph.BlockIds)));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
    }

    [Fact]
    public void Without_names_residual_blocks_are_found_and_counted()
    {
        var network = new NetworkGraph(Networks.Residual(12), ["x"]);

        GraphView closed = network.View(None)!;
        Assert.Equal(["i0", "l0", "b1-60", "l61"], closed.Nodes.Select(node => node.Id));
        Assert.Equal("12 x residual block", closed.Nodes[2].Title);
        GraphView opened = network.View(new HashSet<string> { "b1-60" })!;
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"b{1 + 5 * i}-{5 + 5 * i}"), opened.Nodes.Skip(2).SkipLast(1).Select(n => n.Id));
        Assert.All(opened.Nodes.Skip(2).SkipLast(1), node => Assert.Equal(("residual block", "b1-60"), (node.Title, node.Block)));
    }

    [Fact]
    public void A_shortcut_is_residual_and_runs_beside_the_main_path()
    {
        IReadOnlyList<LayerInfo> layers = Networks.Residual(2);
        GraphView view = new NetworkGraph(layers, ["x"]).View(None)!;

        Assert.Equal(layers.Count + 1, view.Nodes.Count);
        GraphEdge[] shortcuts = [.. view.Edges.Where(edge => edge.Residual)];
        Assert.Equal([("l0", "l4"), ("l5", "l9")], shortcuts.Select(edge => (edge.From, edge.To)));
        double main = view.Nodes[0].Box.X + view.Nodes[0].Box.Width / 2;
        Assert.All(view.Edges.Except(shortcuts), edge => Assert.All(edge.Points, point => Assert.Equal(main, point.X)));
        Assert.All(shortcuts, edge => Assert.Contains(edge.Points, point => point.X > main + view.Nodes[0].Box.Width / 2));
    }

    [Fact]
    public void What_is_around_an_open_block_is_open()
    {
        var network = new NetworkGraph(Networks.Residual(12), ["x"]);

        GraphView view = network.View(new HashSet<string> { "b6-10" })!;
        Assert.Equal([("b1-60", null), ("b6-10", "b1-60")], view.Blocks.Select(block => (block.Id, block.Parent)));
        Assert.Equal(["b1-60", "b6-10"], network.BlocksOf(7));
        Assert.Empty(network.BlocksOf(0));
    }

    [Fact]
    public void The_same_blocks_give_the_same_picture()
    {
        NetworkGraph first = Networks.Graph("topologies/googlenet.onnx"), second = Networks.Graph("topologies/googlenet.onnx");
        HashSet<string> open = [.. first.BlockIds.Where((_, i) => i % 2 == 0)];

        Assert.Equal(Views.Text(first.View(open)!), Views.Text(second.View(open)!));
    }

    [Fact]
    public void Densenet_is_laid_out_in_time()
    {
        NetworkGraph network = Networks.Graph("topologies/densenet121.onnx");
        HashSet<string> all = [.. network.BlockIds];
        network.View(all);

        long best = Enumerable.Range(0, 5).Min(_ =>
        {
            var clock = Stopwatch.StartNew();
            network.View(all);
            return clock.ElapsedMilliseconds;
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"densenet121, all open: {best} ms");
        Assert.InRange(best, 0, 1000);
    }

    [Fact]
    public void Any_graph_is_drawn() =>
        (from count in Gen.Int[1, 120]
         from sources in Gen.Int[-1, 119].Array[1, 3].Array[count]
         from kinds in Gen.Int[0, 3].Array[count]
         select (sources, kinds)).Sample(
            network =>
            {
                string[] kinds = ["Conv", "Relu", "Add", "Concat"];
                LayerInfo[] layers =
                [
                    .. network.sources.Select((from, i) => Networks.Layer(
                        $"n{i}", kinds[network.kinds[i]],
                        [.. from.Select(s => s < 0 || i == 0 ? "x" : $"n{Math.Max(0, i - 1 - s % Math.Min(i, 1 + s / 4))}").Distinct()])),
                ];
                var graph = new NetworkGraph(layers, ["x", "unused"]);
                Views.Check(graph.View(None)!, layers, ["x", "unused"]);
                Views.Check(graph.View(graph.BlockIds.ToHashSet())!, layers, ["x", "unused"]);
                Assert.InRange(graph.View(None)!.Nodes.Count, 3, 59);
            },
            iter: 300);

    [Fact]
    public void Thousands_of_layers_are_grouped_and_refused_when_all_are_opened()
    {
        LayerInfo[] layers = [.. Enumerable.Range(0, 5000).Select(i => Networks.Layer($"n{i}", i % 7 == 0 ? "Conv" : $"Op{i % 13}",
        i == 0 ? "x" : $"n{i - 1}"))];
        var network = new NetworkGraph(layers, ["x"]);

        Assert.InRange(network.View(None)!.Nodes.Count, 2, 59);
        Assert.Null(network.View(network.BlockIds.ToHashSet()));
    }
}
