using Fovea.Inference.Graphs;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Graphs;

/// <summary>Which values are layers, and by which names they are found.</summary>
public sealed class LayerIndexTests
{
    [Fact]
    public void Layers_are_what_depends_on_the_data_of_an_input()
    {
        TestGraph graph = new TestGraph().Input("x", 2, 3, 4, 4).Constant("k", new TensorRandom(1).Floats(3, 1, 1))
            .Node("Relu", "x", "a")
            .Node("Shape", "a", "extents").Node("Cast", "extents", "numbers", ("to", 1))
            .Node("Exp", "k", "factor").Node("Mul", ["a", "factor"], ["b"])
            .Node("Split", ["b"], ["p", "q"], ("axis", 0)).Node("Relu", "p", "unread")
            .Output("q", "numbers");
        var layers = new LayerIndex(graph.Graph);
        Assert.Equal(["a", "b", "p", "q"], layers.Names);
        Assert.All(layers.Names, name => Assert.True(layers.Contains(name)));
        Assert.All(["x", "k", "extents", "numbers", "factor", "unread", "nothing"], name => Assert.False(layers.Contains(name), name));
    }

    [Fact]
    public void A_value_that_the_file_leaves_without_a_name_is_no_layer()
    {
        TestGraph graph = new TestGraph().Input("x", 2, 3)
            .Node("Split", ["x"], ["p", "\u0001_q"], ("axis", 0)).Node("Relu", "\u0001_q", "y");
        Assert.Equal(["p", "y"], new LayerIndex(graph.Output("p", "y").Graph).Names);
    }

    [Fact]
    public void A_node_name_is_an_alias_of_its_first_output()
    {
        TestGraph graph = new TestGraph().Input("x", 4, 2)
            .Named("split", "Split", ["x"], ["p", "q"], ("axis", 0)).Node("Add", ["p", "q"], ["y"]);
        var layers = new LayerIndex(graph.Output("y").Graph);
        Assert.Equal("p", layers.Find("split"));
        Assert.Equal("q", layers.Find("q"));
        Assert.Equal("y", layers.Find("y"));
        Assert.Null(layers.Find("x"));
        Assert.Null(layers.Find("nothing"));
    }

    [Fact]
    public void A_name_of_two_nodes_is_an_alias_of_neither()
    {
        TestGraph graph = new TestGraph().Input("x", 2).Named("same", "Relu", ["x"], ["a"]).Named("same", "Exp", ["a"], ["b"])
            .Named("same", "Relu", ["b"], ["c"]).Named(null, "Relu", ["c"], ["d"]);
        var layers = new LayerIndex(graph.Output("d").Graph);
        Assert.Null(layers.Find("same"));
        Assert.Equal(["a", "b", "c", "d"], layers.Names);
    }

    [Fact]
    public void The_name_of_a_value_wins_over_that_of_a_node()
    {
        TestGraph graph = new TestGraph().Input("x", 2).Named("b", "Relu", ["x"], ["a"]).Named("a", "Exp", ["a"], ["b"]).Output("b");
        var layers = new LayerIndex(graph.Graph);
        Assert.Equal("a", layers.Find("a"));
        Assert.Equal("b", layers.Find("b"));
        Assert.False(layers.Contains("x"));
    }
}
