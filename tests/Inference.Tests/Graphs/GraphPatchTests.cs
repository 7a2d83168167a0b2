using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Graphs;

/// <summary>Each edit: the nodes, the producer and the consumers of each value, the outputs, and the names of fused values.</summary>
public sealed class GraphPatchTests
{
    private readonly SmallGraph _small = new SmallGraph().Input("x").Input("z").Constant("k");

    [Fact]
    public void A_constant_gets_a_name_that_is_new()
    {
        var patch = new GraphPatch(_small.Graph);
        var tensor = new MemoryConstant(TestTensors.Int64s(1, 2, 3));
        Value first = patch.AddConstant("x", tensor), second = patch.AddConstant("x", tensor), third = patch.AddConstant("w", tensor);
        Assert.Equal(["x_1", "x_2", "w"], [first.Name, second.Name, third.Name]);
        Assert.All([first, second, third], value =>
        {
            Assert.Same(tensor, value.Constant);
            Assert.Equal(ElementType.Int64, value.Type);
            Assert.Equal(new Shape(3), value.KnownShape);
            Assert.Same(value, _small.Graph.Values[value.Name]);
            Assert.Empty(value.Consumers);
        });
    }

    [Fact]
    public void An_operand_is_changed()
    {
        _small.Node("Add", ["x", "z"], "y").Output("y");
        GraphPatch.SetInput(_small.Writer("y"), 0, _small["k"]);
        IsNow("%y Float32[2,2] = Add(%k Float32[2,2], %z)\noutput y = %y");
        Assert.Empty(_small["x"].Consumers);
        Assert.Same(_small.Writer("y"), Assert.Single(_small["k"].Consumers));
    }

    [Fact]
    public void One_of_two_equal_operands_is_changed()
    {
        _small.Node("Add", ["x", "x"], "y").Output("y");
        GraphPatch.SetInput(_small.Writer("y"), 1, _small["z"]);
        IsNow("%y Float32[2,2] = Add(%x, %z)\noutput y = %y");
        Assert.Same(_small.Writer("y"), Assert.Single(_small["x"].Consumers));
        GraphPatch.SetInput(_small.Writer("y"), 0, _small["z"]);
        IsNow("%y Float32[2,2] = Add(%z, %z)\noutput y = %y");
        Assert.Equal(2, _small["z"].Consumers.Count);
    }

    [Fact]
    public void An_operand_is_appended_after_an_omitted_one()
    {
        _small.Node("Conv", ["x", "k"], "y").Output("y");
        GraphPatch.SetInput(_small.Writer("y"), 3, _small["z"]);
        IsNow("%y Float32[2,2] = Conv(%x, %k Float32[2,2], -, %z)\noutput y = %y");
        Assert.Same(_small.Writer("y"), Assert.Single(_small["z"].Consumers));
    }

    [Fact]
    public void An_operand_is_left_out()
    {
        _small.Node("Clip", ["x", "k"], "y").Output("y");
        GraphPatch.SetInput(_small.Writer("y"), 1, null);
        IsNow("%y Float32[2,2] = Clip(%x, -)\noutput y = %y");
        Assert.Empty(_small["k"].Consumers);
    }

    [Fact]
    public void Attributes_and_activation_are_set()
    {
        _small.Node("Conv", ["x", "k"], "y").Output("y");
        GraphPatch.SetAttributes(_small.Writer("y"), NodeAttributes.None.With("pads", new long[] { 1, 2 }));
        GraphPatch.SetActivation(_small.Writer("y"), Activation.Relu);
        IsNow("%y Float32[2,2] = Conv(%x, %k Float32[2,2]) pads=[1,2] -> Clip(0,Infinity)\noutput y = %y");
    }

    [Fact]
    public void A_residual_is_an_input()
    {
        _small.Node("Conv", ["x", "k"], "y").Output("y");
        GraphPatch.SetResidual(_small.Writer("y"), 3, _small["x"]);
        IsNow("%y Float32[2,2] = Conv(%x, %k Float32[2,2], -, %x) + %x\noutput y = %y");
        Assert.Equal(3, _small.Writer("y").ResidualInput);
        Assert.Equal(2, _small["x"].Consumers.Count);
    }

    [Fact]
    public void A_node_absorbs_its_reader()
    {
        _small.Node("Conv", ["x", "k"], "a").Node("Add", ["z", "a"], "b").Node("Neg", ["b"], "y").Output("b").Output("y");
        Node conv = _small.Writer("a");
        new GraphPatch(_small.Graph).Absorb(conv, _small.Writer("b"));
        IsNow("%b Float32[2,2] = Conv(%x, %k Float32[2,2])\n%y Float32[2,2] = Neg(%b)\noutput b = %b\noutput y = %y", "a into b");
        Assert.Same(conv, _small["b"].Producer);
        Assert.Null(_small["a"].Producer);
        Assert.Empty(_small["a"].Consumers);
        Assert.Empty(_small["z"].Consumers);
    }

    [Fact]
    public void A_node_absorbs_a_reader_that_reads_it_twice()
    {
        _small.Node("Conv", ["x", "k"], "a").Node("Add", ["a", "a"], "y").Output("y");
        new GraphPatch(_small.Graph).Absorb(_small.Writer("a"), _small.Writer("y"));
        IsNow("%y Float32[2,2] = Conv(%x, %k Float32[2,2])\noutput y = %y", "a into y");
        Assert.Empty(_small["a"].Consumers);
    }

    [Fact]
    public void A_node_absorbs_a_reader_of_several_outputs()
    {
        _small.Node("Conv", ["x", "k"], "a").Node("Dropout", ["a"], "y", "mask").Output("y");
        new GraphPatch(_small.Graph).Absorb(_small.Writer("a"), _small.Writer("y"));
        IsNow("%y Float32[2,2] = Conv(%x, %k Float32[2,2])\noutput y = %y", "a into y");
        Assert.Null(_small["mask"].Producer);
    }

    [Fact]
    public void A_reader_absorbs_the_node_before_it()
    {
        _small.Node("Neg", ["x"], "a").Node("Pad", ["a", "k"], "b").Node("Conv", ["b", "k"], "y").Output("y");
        new GraphPatch(_small.Graph).AbsorbProducer(_small.Writer("y"), _small.Writer("b"));
        IsNow("%a Float32[2,2] = Neg(%x)\n%y Float32[2,2] = Conv(%a, %k Float32[2,2])\noutput y = %y", "b into y");
        Assert.Same(_small.Writer("y"), Assert.Single(_small["a"].Consumers));
        Assert.Same(_small.Writer("y"), Assert.Single(_small["k"].Consumers));
        Assert.Null(_small["b"].Producer);
        Assert.Empty(_small["b"].Consumers);
    }

    [Fact]
    public void A_reader_absorbs_a_node_that_it_reads_twice()
    {
        _small.Node("Neg", ["x"], "a").Node("Mul", ["a", "a"], "y").Output("y");
        new GraphPatch(_small.Graph).AbsorbProducer(_small.Writer("y"), _small.Writer("a"));
        IsNow("%y Float32[2,2] = Mul(%x, %x)\noutput y = %y", "a into y");
        Assert.Equal(2, _small["x"].Consumers.Count);
    }

    [Fact]
    public void Every_reader_and_every_output_passes_a_node_by()
    {
        _small.Node("Neg", ["x"], "a").Node("Identity", ["a"], "b").Node("Add", ["b", "b"], "c").Node("Mul", ["a", "b"], "y")
            .Output("b").Output("y").Output("again", of: "b").Output("c");
        new GraphPatch(_small.Graph).Bypass(_small.Writer("b"));
        IsNow(
            """
            %a Float32[2,2] = Neg(%x)
            %c Float32[2,2] = Add(%a, %a)
            %y Float32[2,2] = Mul(%a, %a)
            output b = %a
            output y = %y
            output again = %a
            output c = %c
            """,
            "b into a");
        Assert.Equal(4, _small["a"].Consumers.Count);
        Assert.Null(_small["b"].Producer);
        Assert.Empty(_small["b"].Consumers);
    }

    [Fact]
    public void An_input_or_a_constant_becomes_an_output()
    {
        _small.Node("Identity", ["x"], "a").Node("Identity", ["k"], "b").Output("a").Output("b");
        var patch = new GraphPatch(_small.Graph);
        patch.Bypass(_small.Writer("a"));
        patch.Bypass(_small.Writer("b"));
        IsNow("output a = %x\noutput b = %k", "a into x, b into k");
    }

    [Fact]
    public void One_node_replaces_several()
    {
        _small.Node("Neg", ["x"], "a").Node("Exp", ["z"], "other").Node("Sigmoid", ["a"], "b").Node("Mul", ["a", "b"], "c")
            .Node("Abs", ["c"], "y")
            .Output("other").Output("c").Output("y");
        Node swish = _small.NewNode("Swish", ["a"], "c");
        new GraphPatch(_small.Graph).Replace([_small.Writer("b"), _small.Writer("c")], swish);
        IsNow(
            """
            %a Float32[2,2] = Neg(%x)
            %other Float32[2,2] = Exp(%z)
            %c Float32[2,2] = Swish(%a)
            %y Float32[2,2] = Abs(%c)
            output other = %other
            output c = %c
            output y = %y
            """,
            "b into c");
        Assert.Same(swish, _small["c"].Producer);
        Assert.Same(swish, Assert.Single(_small["a"].Consumers));
        Assert.Null(_small["b"].Producer);
        Assert.Empty(_small["b"].Consumers);
    }

    [Fact]
    public void Tidy_removes_constant_and_unused_nodes()
    {
        _small.Node("Exp", ["k"], "known").Node("Neg", ["x"], "dead").Node("Abs", ["dead"], "deader").Node("Split", ["z"], "half", "rest")
            .Node("Add", ["known", "half"], "y").Output("y");
        _small["known"].Constant = MemoryConstant.From<float>(new Shape(2, 2), [1, 2, 3, 4]);
        new GraphPatch(_small.Graph).Tidy();
        IsNow(
            """
            %half Float32[2,2], %rest Float32[2,2] = Split(%z)
            %y Float32[2,2] = Add(%known Float32[2,2], %half)
            output y = %y
            """);
        Assert.Null(_small["known"].Producer);
        Assert.Empty(_small["k"].Consumers);
        Assert.Empty(_small["x"].Consumers);
    }

    [Fact]
    public void Tidy_keeps_a_node_of_which_only_one_result_is_known()
    {
        _small.Node("Split", ["x"], "a", "b").Output("b");
        _small["a"].Constant = MemoryConstant.From<float>(new Shape(2, 2), [1, 2, 3, 4]);
        new GraphPatch(_small.Graph).Tidy();
        IsNow("%a Float32[2,2], %b Float32[2,2] = Split(%x)\noutput b = %b");
    }

    [Fact]
    public void Tidy_puts_operands_first_and_keeps_the_order_otherwise()
    {
        _small.Node("Conv", ["x", "k"], "a").Node("Neg", ["z"], "b").Node("Abs", ["b"], "c").Node("Exp", ["z"], "d")
            .Node("Add", ["a", "c"], "y").Output("y").Output("d");
        var patch = new GraphPatch(_small.Graph);
        GraphPatch.SetResidual(_small.Writer("a"), 3, _small["c"]);
        patch.Absorb(_small.Writer("a"), _small.Writer("y"));
        Assert.Equal(["node 'y' (Conv) reads %c, which no earlier node writes."], GraphChecker.Check(_small.Graph));
        patch.Tidy();
        IsNow(
            """
            %b Float32[2,2] = Neg(%z)
            %c Float32[2,2] = Abs(%b)
            %y Float32[2,2] = Conv(%x, %k Float32[2,2], -, %c) + %c
            %d Float32[2,2] = Exp(%z)
            output y = %y
            output d = %d
            """,
            "a into y");
    }

    private void IsNow(string text, string fused = "")
    {
        Assert.Equal($"input %x Float32[2,2]\ninput %z Float32[2,2]\n{text}", _small.ToString());
        Assert.Empty(GraphChecker.Check(_small.Graph));
        Assert.Equal(fused, string.Join(", ", _small.Graph.Fused.Select(pair => $"{pair.Key} into {pair.Value}")));
    }
}
