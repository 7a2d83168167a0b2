using Fovea.Inference.Graphs;

namespace Fovea.Inference.Tests.Graphs;

/// <summary>Each rule is broken by hand, and the sentence that says so is read.</summary>
public sealed class GraphCheckerTests
{
    private readonly SmallGraph _small = new SmallGraph().Input("x").Constant("k").Node("Conv", ["x", "k"], "a")
        .Node("Relu", ["a"], "y").Output("y");

    [Fact]
    public void A_sound_graph_has_no_problems()
    {
        _small.Node("Add", ["y", "y"], "b")
            .Node("Clip", ["b", "", "k"], "c").Output("c").Output("b").Output("input", of: "x").Output("constant", of: "k");
        GraphPatch.SetResidual(_small.Writer("a"), 3, _small["x"]);
        Finds();
    }

    [Fact]
    public void A_node_twice()
    {
        _small.Graph.Add(_small.Writer("y"));
        Finds(
            "A node is in the graph twice.", "node 'y' (Relu) reads %a, which does not list it as often among its consumers.",
            "node 'y' (Relu) reads %a, which does not list it as often among its consumers.",
            "node 'y' (Relu) writes %y, which is written already.");
    }

    [Fact]
    public void A_value_without_producer()
    {
        _small["y"].Producer = null;
        Finds("node 'y' (Relu) writes %y, whose producer is not set.");
    }

    [Fact]
    public void A_value_of_another_producer()
    {
        _small["y"].Producer = _small.Writer("a");
        Finds(
            "node 'y' (Relu) writes %y, whose producer is node 'a' (Conv).",
            "%y lists node 'a' (Conv) as its producer, which does not write it.");
    }

    [Fact]
    public void A_value_that_two_write()
    {
        _small.Node("Neg", ["x"], "y");
        Finds("node 'y' (Relu) writes %y, whose producer is node 'y' (Neg).", "node 'y' (Neg) writes %y, which is written already.");
    }

    [Fact]
    public void An_input_that_is_written()
    {
        _small.Node("Neg", ["y"], "x");
        Finds("node 'x' (Neg) writes %x, which is written already.");
    }

    [Fact]
    public void A_result_that_the_graph_does_not_know()
    {
        var value = new Value("b");
        _small.Graph.Add(new Node(_small.Writer("y").Operator, null, NodeAttributes.None, [_small["y"]], [value], 13));
        Finds("node 'b' (Relu) writes %b, which is not the graph's value of that name.");
    }

    [Fact]
    public void A_result_of_the_name_of_another_value()
    {
        var value = new Value("k");
        _small.Graph.Add(new Node(_small.Writer("y").Operator, null, NodeAttributes.None, [_small["y"]], [value], 13));
        Finds("node 'k' (Relu) writes %k, which is not the graph's value of that name.");
    }

    [Fact]
    public void An_operand_that_is_written_later()
    {
        _small.Graph.InsertBefore(_small.Writer("a"), _small.NewNode("Neg", ["y"], "b"));
        Finds("node 'b' (Neg) reads %y, which no earlier node writes.");
    }

    [Fact]
    public void An_unwritten_operand()
    {
        _small.Node("Neg", ["nobody"], "b");
        Finds("node 'b' (Neg) reads %nobody, which no earlier node writes.");
    }

    [Fact]
    public void An_operand_that_does_not_list_its_reader()
    {
        _small["a"].Consumers.Clear();
        Finds("node 'y' (Relu) reads %a, which does not list it as often among its consumers.");
    }

    [Fact]
    public void An_operand_that_lists_its_reader_once_for_two_inputs()
    {
        _small.Node("Add", ["y", "y"], "b");
        _small["y"].Consumers.RemoveAt(0);
        Finds(
            "node 'b' (Add) reads %y, which does not list it as often among its consumers.",
            "node 'b' (Add) reads %y, which does not list it as often among its consumers.");
    }

    [Fact]
    public void An_operand_that_lists_its_reader_twice_for_one_input()
    {
        _small["a"].Consumers.Add(_small.Writer("y"));
        Finds("node 'y' (Relu) reads %a, which does not list it as often among its consumers.");
    }

    [Fact]
    public void An_operand_that_the_graph_does_not_know()
    {
        var value = new Value("x");
        _small.Graph.Add(new Node(_small.Writer("y").Operator, null, NodeAttributes.None, [value], [_small["b"]], 13));
        value.Constant = _small["k"].Constant;
        Finds("node 'b' (Relu) reads %x, which is not the graph's value of that name.");
    }

    [Fact]
    public void A_residual_of_a_node_that_takes_none()
    {
        _small.Writer("y").ResidualInput = 0;
        Finds("node 'y' (Relu) has input 0 as residual, which it does not take.");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_residual_that_is_missing(int index)
    {
        GraphPatch.SetInput(_small.Writer("a"), 2, null);
        _small.Writer("a").ResidualInput = index;
        Finds($"node 'a' (Conv) has input {index} as residual, which it does not take.");
    }

    [Fact]
    public void A_consumer_that_is_not_in_the_graph()
    {
        _small["y"].Consumers.Add(_small.NewNode("Neg", ["y"], "b"));
        Finds("%y lists node 'b' (Neg) among its consumers, which does not read it.");
    }

    [Fact]
    public void A_consumer_that_does_not_read()
    {
        _small["x"].Consumers.Add(_small.Writer("y"));
        Finds("%x lists node 'y' (Relu) among its consumers, which does not read it.");
    }

    [Fact]
    public void A_producer_that_is_not_in_the_graph()
    {
        _small["b"].Producer = _small.NewNode("Neg", ["y"], "b");
        Finds("%b lists node 'b' (Neg) as its producer, which does not write it.");
    }

    [Fact]
    public void A_producer_that_does_not_write()
    {
        _small["k"].Producer = _small.Writer("a");
        Finds("%k lists node 'a' (Conv) as its producer, which does not write it.");
    }

    [Fact]
    public void An_unwritten_output()
    {
        _small.Output("z", of: "b");
        Finds("The output 'z' is %b, which no node writes.");
    }

    private void Finds(params string[] problems) => Assert.Equal(problems, GraphChecker.Check(_small.Graph));
}
