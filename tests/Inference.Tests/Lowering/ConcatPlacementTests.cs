using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Tensors;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Lowering;

/// <summary>Which values are written directly into a concatenation, and at which channel: a, b and d have 2, 3 and 5 channels.</summary>
public sealed class ConcatPlacementTests
{
    [Fact]
    public void Operands_are_adjacent() =>
        Places(g => g.Concat("c", "a", "b", "d"), ("a", "c", 0), ("b", "c", 2), ("d", "c", 5), ("c", null, 0));

    [Fact]
    public void A_concatenation_of_concatenations_contains_them_all() => Places(
        g => g.Concat("ab", "a", "b").Concat("dab", "d", "ab").Node("Relu", "dab", "e").Concat("y", "e", "dab"),
        ("ab", "y", 15), ("a", "y", 15), ("b", "y", 17), ("d", "y", 10), ("dab", "y", 10), ("e", "y", 0));

    [Fact]
    public void In_a_dense_block_all_concatenations_are_slices_of_the_last()
    {
        TestGraph graph = Start().Concat("one", "a", "b");
        graph.Node("Relu", "one", "p").Concat("two", "a", "b", "p");
        graph.Node("Relu", "two", "q").Concat("three", "a", "b", "p", "q");
        Places(
            graph,
            ("a", "three", 0), ("b", "three", 2), ("p", "three", 5), ("q", "three", 10), ("one", "three", 0), ("two", "three", 0));
    }

    [Fact]
    public void An_operand_that_is_used_twice_is_placed_at_its_first_use() =>
        Places(g => g.Concat("c", "a", "b", "a"), ("a", "c", 0), ("b", "c", 2));

    [Fact]
    public void An_operand_of_two_concatenations_is_placed_in_the_later_one() =>
        Places(g => g.Concat("c", "a", "b").Concat("e", "d", "a"), ("d", "e", 0), ("a", "e", 5), ("b", "c", 2), ("c", null, 0));

    [Fact]
    public void An_input_of_the_graph_and_a_constant_stay_where_they_are() => Places(
        g => g.Constant("k", new TensorRandom(1).Floats(1, 4, 6, 6)).Concat("c", "x", "a", "k", "b"),
        ("x", null, 0), ("k", null, 0), ("a", "c", 2), ("b", "c", 8));

    [Fact]
    public void A_constant_operand_is_not_placed()
    {
        TestGraph graph = Start().Concat("c", "a", "b").Concat("y", "c", "d");
        graph["a"].Constant = new MemoryConstant(new TensorRandom(1).Floats(1, 2, 6, 6));
        Places(graph, ("a", null, 0), ("b", "y", 2), ("c", "y", 0));
        graph["c"].Constant = new MemoryConstant(new TensorRandom(1).Floats(1, 5, 6, 6));
        Places(graph, ("b", null, 0), ("c", null, 0), ("d", "y", 5));
    }

    [Theory]
    [InlineData("a,b", 0L)]
    [InlineData("b,d", 2L)]
    [InlineData("d", 5L)]
    [InlineData("a,b,d", 0L)]
    [InlineData("b,a", null)]
    [InlineData("a,d", null)]
    [InlineData("b,b", null)]
    [InlineData("x,a", null)]
    public void Operands_that_are_adjacent_already_form_a_slice_of_the_larger_one(string operands, long? channel) => Places(
        g => g.Concat("part", operands.Split(',')).Concat("y", "a", "b", "d"),
        ("part", channel is null ? null : "y", channel ?? 0), ("a", "y", 0), ("b", "y", 2), ("d", "y", 5));

    [Fact]
    public void Operands_in_different_concatenations_form_no_slice() => Places(
        g => g.Concat("part", "a", "b").Concat("y", "a2", "b").Concat("z", "a", "d"),
        ("part", null, 0), ("a", "z", 0), ("d", "z", 2), ("a2", "y", 0), ("b", "y", 2));

    [Fact]
    public void A_slice_that_is_an_operand_elsewhere_is_placed_there() => Places(
        g => g.Concat("part", "a", "b").Concat("y", "a", "b", "d").Concat("z", "d", "part"),
        ("part", "z", 5), ("a", "y", 0), ("b", "y", 2), ("d", "z", 0));

    [Theory]
    [InlineData(1, "c")]
    [InlineData(-3, "c")]
    [InlineData(0, null)]
    [InlineData(2, null)]
    [InlineData(3, null)]
    [InlineData(-1, null)]
    public void Only_concatenations_along_channels_place_their_operands(int axis, string? whole) =>
        Places(g => g.Node("Concat", ["a", "a2"], ["c"], ("axis", axis)), ("a", whole, 0), ("a2", whole, whole is null ? 0 : 2));

    [Fact]
    public void Tensors_of_another_rank_are_not_placed()
    {
        TestGraph graph = new TestGraph().Input("x", 2, 3, 4).Input("z", 2, 3, 4, 5, 6);
        graph.Node("Relu", "x", "a").Concat("c", "a", "x").Node("Relu", "z", "b").Concat("d", "b", "z");
        Places(graph, ("a", null, 0), ("b", null, 0));
    }

    [Fact]
    public void Tensors_of_every_type_are_placed()
    {
        TestGraph graph = new TestGraph().Input("x", ElementType.Int64, 1, 2, 4, 4);
        Places(graph.Node("Identity", "x", "a").Concat("c", "x", "a"), ("x", null, 0), ("a", "c", 2));
    }

    private static TestGraph Start() => new TestGraph().Input("x", 1, 2, 6, 6).Input("x3", 1, 3, 6, 6).Input("x5", 1, 5, 6, 6)
        .Node("Relu", "x", "a").Node("Exp", "x", "a2").Node("Relu", "x3", "b").Node("Relu", "x5", "d");

    private static void Places(Func<TestGraph, TestGraph> nodes, params (string Value, string? Whole, long Channel)[] expected) =>
        Places(nodes(Start()), expected);

    private static void Places(TestGraph graph, params (string Value, string? Whole, long Channel)[] expected)
    {
        var placement = new ConcatPlacement(graph.Graph);
        foreach ((string value, string? whole, long channel) in expected)
        {
            (Value Whole, long Channel)? place = placement.Of(graph[value]);
            Assert.Equal((value, whole, channel), (value, place?.Whole.Name, place?.Channel ?? 0));
        }
    }
}

/// <summary>A word for what these tests are about.</summary>
internal static class ConcatBuilder
{
    public static TestGraph Concat(this TestGraph graph, string result, params string[] operands) =>
        graph.Node("Concat", operands, [result], ("axis", 1));
}
