using Fovea.Inference.Graphs;
using Fovea.Inference.Optimization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>What the pass removes, and what only looks like it.</summary>
public sealed class RemoveIdentitiesTests
{
    /// <summary>A node between %a and %b, both of shape [2,3,4], as it is printed.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line)> Identities = new()
    {
        ["identity"] = (b => b.Node("Identity", "a", "b"), "%b Float32[2,3,4] = Identity(%a)"),
        ["dropout"] = (b => b.Node("Dropout", "a", "b"), "%b Float32[2,3,4] = Dropout(%a)"),
        ["dropout whose mask nobody reads"] = (
            b => b.Node("Dropout", ["a"], ["b", "mask"]), "%b Float32[2,3,4], %mask Bool[2,3,4] = Dropout(%a)"),
        ["cast to the same type"] = (b => b.Node("Cast", "a", "b", ("to", (int)ElementType.Float32)), "%b Float32[2,3,4] = Cast(%a) to=1"),
        ["pad of nothing"] = (b => b.Node("Pad", ["a", "none"], ["b"]), "%b Float32[2,3,4] = Pad(%a, %none Int64[6])"),
        ["pad of nothing by reflection"] = (
            b => b.Node("Pad", ["a", "none"], ["b"], ("mode", "reflect")), "%b Float32[2,3,4] = Pad(%a, %none Int64[6]) mode=reflect"),
        ["reshape to the same shape"] = (b => b.Node("Reshape", ["a", "same"], ["b"]), "%b Float32[2,3,4] = Reshape(%a, %same Int64[3])"),
        ["squeeze of no axis"] = (b => b.Node("Squeeze", ["a", "axes"], ["b"]), "%b Float32[2,3,4] = Squeeze(%a, %axes Int64[0])"),
        ["unsqueeze of no axis"] = (b => b.Node("Unsqueeze", ["a", "axes"], ["b"]), "%b Float32[2,3,4] = Unsqueeze(%a, %axes Int64[0])"),
        ["concatenation of one"] = (b => b.Node("Concat", "a", "b", ("axis", 1)), "%b Float32[2,3,4] = Concat(%a) axis=1"),
        ["bits of the same type"] = (
            b => b.Node("BitCast", "a", "b", ("to", (int)ElementType.Float32)), "%b Float32[2,3,4] = BitCast(%a) to=1"),
        ["cast to its own type"] = (b => b.Node("CastLike", ["a", "a"], ["b"]), "%b Float32[2,3,4] = CastLike(%a, %a)"),
        ["largest of one"] = (b => b.Node("Max", "a", "b"), "%b Float32[2,3,4] = Max(%a)"),
        ["smallest of one"] = (b => b.Node("Min", "a", "b"), "%b Float32[2,3,4] = Min(%a)"),
        ["mean of one"] = (b => b.Node("Mean", "a", "b"), "%b Float32[2,3,4] = Mean(%a)"),
        ["tile of one"] = (b => b.Node("Tile", ["a", "ones"], ["b"]), "%b Float32[2,3,4] = Tile(%a, %ones Int64[3])"),
        ["sum of one"] = (b => b.Node("Sum", "a", "b"), "%b Float32[2,3,4] = Sum(%a)"),
    };

    /// <summary>A node that writes %b from %a and changes it, as it is printed.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line)> NearMisses = new()
    {
        ["cast to another type"] = (b => b.Node("Cast", "a", "b", ("to", (int)ElementType.Int32)), "%b Int32[2,3,4] = Cast(%a) to=6"),
        ["pad"] = (b => b.Node("Pad", ["a", "frame"], ["b"]), "%b Float32[2,3,7] = Pad(%a, %frame Int64[6])"),
        ["pad that shifts and keeps the shape"] = (
            b => b.Node("Pad", ["a", "shift"], ["b"]), "%b Float32[2,3,4] = Pad(%a, %shift Int64[6])"),
        ["reshape to another shape"] = (b => b.Node("Reshape", ["a", "other"], ["b"]), "%b Float32[3,2,4] = Reshape(%a, %other Int64[3])"),
        ["flatten"] = (b => b.Node("Flatten", "a", "b"), "%b Float32[2,12] = Flatten(%a)"),
        ["unsqueeze"] = (b => b.Node("Unsqueeze", ["a", "first"], ["b"]), "%b Float32[1,2,3,4] = Unsqueeze(%a, %first Int64[1])"),
        ["concatenation of two"] = (b => b.Node("Concat", ["a", "a"], ["b"], ("axis", 1)), "%b Float32[2,6,4] = Concat(%a, %a) axis=1"),
        ["tiles"] = (b => b.Node("Tile", ["a", "twos"], ["b"]), "%b Float32[4,3,4] = Tile(%a, %twos Int64[3])"),
        ["sum of two"] = (b => b.Node("Sum", ["a", "a"], ["b"]), "%b Float32[2,3,4] = Sum(%a, %a)"),
        ["bits of another type"] = (
            b => b.Node("BitCast", "a", "b", ("to", (int)ElementType.Int32)), "%b Int32[2,3,4] = BitCast(%a) to=6"),
        ["mean of two"] = (b => b.Node("Mean", ["a", "a"], ["b"]), "%b Float32[2,3,4] = Mean(%a, %a)"),
        ["another function"] = (b => b.Node("Abs", "a", "b"), "%b Float32[2,3,4] = Abs(%a)"),
    };

    public static TheoryData<string> IdentityNames() => [.. Identities.Keys];

    public static TheoryData<string> NearMissNames() => [.. NearMisses.Keys];

    [Fact]
    public void No_identity_is_forgotten() => Assert.Equal(
        [
            "BitCast", "Cast", "CastLike", "Concat", "Dropout", "Flatten", "Identity", "Max", "Mean", "Min", "Pad", "Reshape", "Squeeze",
            "Sum", "Tile", "Unsqueeze",
        ],
        OperatorMembers.Declaring(nameof(Operator.IsIdentity)));

    [Theory]
    [MemberData(nameof(IdentityNames))]
    public void Removes(string name) => PassCheck.Of<RemoveIdentities>(Identities[name].Build(Start())
        .Node("Sigmoid", "b", "y").Output("y"))
        .Turns($"""
            input %x Float32[2,3,4]
            %a Float32[2,3,4] = Relu(%x)
            {Identities[name].Line}
            %y Float32[2,3,4] = Sigmoid(%b)
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3,4]
            %a Float32[2,3,4] = Relu(%x)
            %y Float32[2,3,4] = Sigmoid(%a)
            output y = %y
            """)
        .Merges("b into a");

    [Theory]
    [MemberData(nameof(NearMissNames))]
    public void Keeps(string name) => PassCheck.Of<RemoveIdentities>(NearMisses[name].Build(Start()).Output("b"))
        .Leaves($"""
            input %x Float32[2,3,4]
            %a Float32[2,3,4] = Relu(%x)
            {NearMisses[name].Line}
            output b = %b
            """);

    [Fact]
    public void Removes_a_flatten_of_a_matrix() => PassCheck.Of<RemoveIdentities>(
            new OnnxModelBuilder().Input("x", 2, 3).Node("Flatten", "x", "a").Node("Relu", "a", "y").Output("y"))
        .Turns("""
            input %x Float32[2,3]
            %a Float32[2,3] = Flatten(%x)
            %y Float32[2,3] = Relu(%a)
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3]
            %y Float32[2,3] = Relu(%x)
            output y = %y
            """);

    [Fact]
    public void Removes_a_chain_between_values_that_are_asked_for() => PassCheck.Of<RemoveIdentities>(
            Start().Node("Identity", "a", "b").Node("Dropout", "b", "c").Node("Identity", "c", "y").Output("b").Output("y"))
        .Turns("""
            input %x Float32[2,3,4]
            %a Float32[2,3,4] = Relu(%x)
            %b Float32[2,3,4] = Identity(%a)
            %c Float32[2,3,4] = Dropout(%b)
            %y Float32[2,3,4] = Identity(%c)
            output b = %b
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3,4]
            %a Float32[2,3,4] = Relu(%x)
            output b = %a
            output y = %a
            """)
        .Merges("b into a, c into a, y into a");

    [Fact]
    public void Removes_what_several_read_and_one_of_them_twice() => PassCheck.Of<RemoveIdentities>(
            Start().Node("Identity", "a", "b").Node("Add", ["b", "b"], ["c"]).Node("Mul", ["c", "b"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[2,3,4]
            %a Float32[2,3,4] = Relu(%x)
            %b Float32[2,3,4] = Identity(%a)
            %c Float32[2,3,4] = Add(%b, %b)
            %y Float32[2,3,4] = Mul(%c, %b)
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3,4]
            %a Float32[2,3,4] = Relu(%x)
            %c Float32[2,3,4] = Add(%a, %a)
            %y Float32[2,3,4] = Mul(%c, %a)
            output y = %y
            """);

    [Fact]
    public void An_output_may_be_an_input() => PassCheck.Of<RemoveIdentities>(new OnnxModelBuilder().Input("x", 2, 3)
        .Node("Identity", "x", "y").Output("y"))
        .Turns("""
            input %x Float32[2,3]
            %y Float32[2,3] = Identity(%x)
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3]
            output y = %x
            """);

    [Fact]
    public void Keeps_a_dropout_whose_mask_is_asked_for() => PassCheck.Of<RemoveIdentities>(
            Start().Node("Dropout", ["a"], ["b", "mask"]).Output("b").Output("mask", ElementType.Bool))
        .Leaves("""
            input %x Float32[2,3,4]
            %a Float32[2,3,4] = Relu(%x)
            %b Float32[2,3,4], %mask Bool[2,3,4] = Dropout(%a)
            output b = %b
            output mask = %mask
            """);

    [Fact]
    public void Keeps_a_dropout_whose_mask_is_read() => PassCheck.Of<RemoveIdentities>(
            Start().Node("Dropout", ["a"], ["b", "mask"]).Node("Cast", "mask", "c", ("to", 1)).Node("Mul", ["b", "c"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[2,3,4]
            %a Float32[2,3,4] = Relu(%x)
            %b Float32[2,3,4], %mask Bool[2,3,4] = Dropout(%a)
            %c Float32[2,3,4] = Cast(%mask) to=1
            %y Float32[2,3,4] = Mul(%b, %c)
            output y = %y
            """);

    [Fact]
    public void Keeps_a_squeeze() => PassCheck.Of<RemoveIdentities>(new OnnxModelBuilder().Input("x", 2, 1, 3)
        .Node("Squeeze", "x", "y").Output("y"))
        .Leaves("""
            input %x Float32[2,1,3]
            %y Float32[2,3] = Squeeze(%x)
            output y = %y
            """);

    [Fact]
    public void Keeps_a_pad_whose_frame_the_graph_computes() => PassCheck.Of<RemoveIdentities>(
            new OnnxModelBuilder().Input("x", 2, 3).Input("pads", ElementType.Int64, 4).Node("Pad", ["x", "pads"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[2,3]
            input %pads Int64[4]
            %y Float32[?,?] = Pad(%x, %pads)
            output y = %y
            """);

    private static OnnxModelBuilder Start() => new OnnxModelBuilder().Input("x", 2, 3, 4)
        .Initializer("none", TestTensors.Int64s(0, 0, 0, 0, 0, 0)).Initializer("frame", TestTensors.Int64s(0, 0, 1, 0, 0, 2))
        .Initializer("shift", TestTensors.Int64s(0, 0, 1, 0, 0, -1)).Initializer("same", TestTensors.Int64s(2, 3, 4))
        .Initializer("other", TestTensors.Int64s(3, 2, 4)).Initializer("axes", TestTensors.Int64s())
        .Initializer("ones", TestTensors.Int64s(1, 1, 1)).Initializer("twos", TestTensors.Int64s(2, 1, 1))
        .Initializer("first", TestTensors.Int64s(0))
        .Node("Relu", "x", "a");
}
