using Fovea.Inference.Graphs;
using Fovea.Inference.Segments;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Tests.Segments;

/// <summary>Some nodes of a graph as a graph of their own.</summary>
public sealed class SubgraphTests
{
    private static readonly TestGraph Whole = new TestGraph()
        .Input("x", 2, 3, 4, 4).Input("z", 2, 3, 4, 4).Constant("k", new TensorRandom(1).Floats(3, 1, 1))
        .Node("Relu", "x", "a").Node("Mul", ["a", "k"], ["b"]).Node("Add", ["b", "a"], ["c"])
        .Node("Add", ["c", "z"], ["d"]).Node("Exp", "d", "e").Node("Sub", ["e", "b"], ["f"]).Output("f", "c");

    [Theory]
    [InlineData("a b c d e f", "x z", "c f")]
    [InlineData("a b", "x", "a b")]
    [InlineData("b c", "a", "b c")]
    [InlineData("c d", "b a z", "c d")]
    [InlineData("d e", "c z", "e")]
    [InlineData("f", "e b", "f")]
    [InlineData("a b d", "x c z", "a b d")]
    public void Inputs_come_from_outside_and_outputs_are_read_there(string nodes, string inputs, string outputs)
    {
        Node[] inside = [.. nodes.Split(' ').Select(name => Whole[name].Producer!)];
        Graph part = Subgraph.Extract(Whole.Graph, inside);
        Assert.Equal(inputs.Split(' '), part.Inputs.Select(v => v.Name));
        Assert.Equal(outputs.Split(' '), part.Outputs.Select(o => o.Name));
        Assert.All(part.Outputs, output => Assert.Equal(output.Name, output.Value.Name));
        Assert.Equal(
            inside.Select(n => (n.Operator, n.Name, n.Attributes, n.Opset)),
            part.Nodes.Select(n => (n.Operator, n.Name, n.Attributes, n.Opset)));
    }

    [Fact]
    public void Values_are_twins_that_know_what_theirs_knew()
    {
        Graph part = Subgraph.Extract(Whole.Graph, [Whole["b"].Producer!, Whole["c"].Producer!]);
        foreach (Value twin in part.Values.Values)
        {
            Value value = Whole[twin.Name];
            Assert.NotSame(value, twin);
            Assert.Equal((value.Type, value.Shape, value.Constant, value.Contents), (twin.Type, twin.Shape, twin.Constant, twin.Contents));
            Assert.All(twin.Consumers, consumer => Assert.Contains(consumer, part.Nodes));
            Assert.True(twin.Producer is null || part.Nodes.Contains(twin.Producer));
        }

        Assert.NotNull(part.Values["k"].Constant);
        Assert.DoesNotContain("x", part.Values.Keys);
        Assert.Equal(3, Whole["a"].Consumers.Count + Whole["c"].Consumers.Count);
    }

    [Fact]
    public void What_is_known_of_a_shape_that_is_computed_is_known_in_the_part()
    {
        TestGraph whole = new TestGraph().Input("x", ElementType.Int64, 2).Node("Identity", "x", "y").Output("y");
        whole["x"].Contents = [Dimension.Named("n"), 3];
        Graph part = Subgraph.Extract(whole.Graph, whole.Graph.Nodes);
        Assert.Equal(whole["x"].Contents, part.Inputs[0].Contents);
    }

    [Fact]
    public void What_was_fused_into_a_node_stays_with_it()
    {
        TestGraph whole = new TestGraph().Input("x", 1, 3, 4, 4).Constant("w", new TensorRandom(1).Floats(3, 3, 1, 1))
            .Node("Conv", ["x", "w"], ["a"]).Node("Conv", ["a", "w"], ["b"]).Output("b");
        Node fused = whole["b"].Producer!;
        var activation = new Activation(UnaryKind.Sigmoid, 1, 2);
        GraphPatch.SetActivation(fused, activation);
        GraphPatch.SetResidual(fused, 3, whole["x"]);
        Graph part = Subgraph.Extract(whole.Graph, [fused]);
        Node twin = Assert.Single(part.Nodes);
        Assert.Equal(activation, twin.Activation);
        Assert.Equal(3, twin.ResidualInput);
        Assert.Null(twin.Inputs[2]);
        Assert.Equal("x", twin.Inputs[3]!.Name);
        Assert.Equal(["a", "x"], part.Inputs.Select(v => v.Name));
    }
}
