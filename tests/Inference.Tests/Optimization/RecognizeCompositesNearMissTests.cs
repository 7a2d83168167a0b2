using Fovea.Inference.Optimization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>
/// Groups that a pass recognises with one thing changed in each: one node, written in place of the one that has the same output, or one
/// value in between that is asked for. All stay as they are.
/// </summary>
public sealed class RecognizeCompositesNearMissTests
{
    /// <summary>
    /// A group: its nodes by output, operands first, each as written and as printed; the last one writes %y. Without a change it is
    /// recognised.
    /// </summary>
    private static readonly Dictionary<string, (string Output, string Operation, string[] Inputs, string Printed)[]> Groups = new()
    {
        ["Gelu"] =
        [
            ("a", "Div", ["x", "root2"], "Div(%x, %root2 Float32[])"), ("b", "Erf", ["a"], "Erf(%a)"),
            ("c", "Add", ["b", "one"], "Add(%b, %one Float32[])"),
            ("d", "Mul", ["x", "c"], "Mul(%x, %c)"), ("y", "Mul", ["d", "half"], "Mul(%d, %half Float32[])"),
        ],
        ["Gelu, halved early"] =
        [
            ("a", "Mul", ["x", "root2inverse"], "Mul(%x, %root2inverse Float32[])"), ("b", "Erf", ["a"], "Erf(%a)"),
            ("c", "Add", ["b", "one"], "Add(%b, %one Float32[])"),
            ("d", "Mul", ["c", "half"], "Mul(%c, %half Float32[])"), ("y", "Mul", ["d", "x"], "Mul(%d, %x)"),
        ],
        ["Gelu of a half"] =
        [
            ("a", "Div", ["x", "root2"], "Div(%x, %root2 Float32[])"), ("b", "Erf", ["a"], "Erf(%a)"),
            ("c", "Add", ["b", "one"], "Add(%b, %one Float32[])"),
            ("d", "Mul", ["x", "half"], "Mul(%x, %half Float32[])"), ("y", "Mul", ["d", "c"], "Mul(%d, %c)"),
        ],
        ["Swish"] = [("s", "Sigmoid", ["x"], "Sigmoid(%x)"), ("y", "Mul", ["x", "s"], "Mul(%x, %s)")],
        ["LayerNormalization"] =
        [
            ("m", "ReduceMean", ["x", "last"], "ReduceMean(%x, %last Int64[1])"), ("d", "Sub", ["x", "m"], "Sub(%x, %m)"),
            ("q", "Pow", ["d", "two"], "Pow(%d, %two Float32[])"),
            ("v", "ReduceMean", ["q", "last"], "ReduceMean(%q, %last Int64[1])"), ("e", "Add", ["v", "half"], "Add(%v, %half Float32[])"),
            ("r", "Sqrt", ["e"], "Sqrt(%e)"),
            ("n", "Div", ["d", "r"], "Div(%d, %r)"), ("o", "Mul", ["n", "scale"], "Mul(%n, %scale Float32[3])"),
            ("y", "Add", ["o", "shift"], "Add(%o, %shift Float32[3])"),
        ],
    };

    public static TheoryData<string> GroupNames() => [.. Groups.Keys];

    /// <summary>Every value between the nodes of every group.</summary>
    public static TheoryData<string, string> Between()
    {
        var data = new TheoryData<string, string>();
        foreach ((string group, (string Output, string, string[], string)[] nodes) in Groups)
        {
            foreach ((string output, _, _, _) in nodes.SkipLast(1))
                data.Add(group, output);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(GroupNames))]
    public void Unchanged_it_is_recognised(string group) =>
        Assert.Single(PassCheck.Of<RecognizeComposites>(Write(group).Output("y")).Graph.Nodes);

    [Theory]
    [MemberData(nameof(Between))]
    public void A_value_in_between_is_asked_for(string group, string asked) =>
        PassCheck.Of<RecognizeComposites>(Write(group).Output("y").Output(asked))
        .Leaves($"{Print(group)}\noutput {asked} = %{asked}");

    [Theory]
    [MemberData(nameof(Between))]
    public void A_value_in_between_has_another_reader(string group, string read)
    {
        string shape = read is "m" or "v" or "e" or "r" ? "[3,1]" : "[3,3]";
        PassCheck.Of<RecognizeComposites>(Write(group).Node("Neg", read, "other").Output("y").Output("other"))
            .Leaves(
                $"{Print(group).Replace("\noutput y", $"\n%other Float32{shape} = Neg(%{read})\noutput " +
                "y", StringComparison.Ordinal)}\noutput other = %other");
    }

    [Theory]
    [InlineData("Gelu", "a", "Div", "x,two", "Div(%x, %two Float32[])")]
    [InlineData("Gelu", "a", "Div", "x,nearroot2", "Div(%x, %nearroot2 Float32[])")]
    [InlineData("Gelu", "a", "Div", "root2,x", "Div(%root2 Float32[], %x)")]
    [InlineData("Gelu", "a", "Div", "x,roots", "Div(%x, %roots Float32[3])")]
    [InlineData("Gelu", "a", "Div", "x,number", "Div(%x, %number)")]
    [InlineData("Gelu", "a", "Div", "x,root2inverse", "Div(%x, %root2inverse Float32[])")]
    [InlineData("Gelu", "a", "Mul", "x,root2", "Mul(%x, %root2 Float32[])")]
    [InlineData("Gelu", "a", "Add", "x,root2", "Add(%x, %root2 Float32[])")]
    [InlineData("Gelu", "a", "Div", "z,root2", "Div(%z, %root2 Float32[])")]
    [InlineData("Gelu", "b", "Tanh", "a", "Tanh(%a)")]
    [InlineData("Gelu", "c", "Add", "b,two", "Add(%b, %two Float32[])")]
    [InlineData("Gelu", "c", "Sub", "b,one", "Sub(%b, %one Float32[])")]
    [InlineData("Gelu", "d", "Mul", "z,c", "Mul(%z, %c)")]
    [InlineData("Gelu", "d", "Mul", "a,c", "Mul(%a, %c)")]
    [InlineData("Gelu", "d", "Add", "x,c", "Add(%x, %c)")]
    [InlineData("Gelu", "y", "Mul", "d,two", "Mul(%d, %two Float32[])")]
    [InlineData("Gelu", "y", "Mul", "d,number", "Mul(%d, %number)")]
    [InlineData("Gelu", "y", "Add", "d,half", "Add(%d, %half Float32[])")]
    [InlineData("Gelu, halved early", "d", "Mul", "c,two", "Mul(%c, %two Float32[])")]
    [InlineData("Gelu, halved early", "d", "Div", "c,half", "Div(%c, %half Float32[])")]
    [InlineData("Gelu, halved early", "y", "Mul", "d,z", "Mul(%d, %z)")]
    [InlineData("Gelu, halved early", "y", "Add", "d,x", "Add(%d, %x)")]
    [InlineData("Gelu of a half", "d", "Mul", "z,half", "Mul(%z, %half Float32[])")]
    [InlineData("Gelu of a half", "d", "Mul", "x,two", "Mul(%x, %two Float32[])")]
    [InlineData("Gelu of a half", "y", "Add", "d,c", "Add(%d, %c)")]
    [InlineData("Swish", "s", "Sigmoid", "z", "Sigmoid(%z)")]
    [InlineData("Swish", "s", "Tanh", "x", "Tanh(%x)")]
    [InlineData("Swish", "s", "HardSigmoid", "x", "HardSigmoid(%x)")]
    [InlineData("Swish", "y", "Mul", "z,s", "Mul(%z, %s)")]
    [InlineData("Swish", "y", "Mul", "s,s", "Mul(%s, %s)")]
    [InlineData("Swish", "y", "Add", "x,s", "Add(%x, %s)")]
    [InlineData("LayerNormalization", "m", "ReduceMean", "x,first", "ReduceMean(%x, %first Int64[1])")]
    [InlineData("LayerNormalization", "m", "ReduceMean", "x", "ReduceMean(%x)")]
    [InlineData("LayerNormalization", "m", "ReduceMean", "z,last", "ReduceMean(%z, %last Int64[1])")]
    [InlineData("LayerNormalization", "m", "Add", "x,half", "Add(%x, %half Float32[])")]
    [InlineData("LayerNormalization", "d", "Sub", "m,x", "Sub(%m, %x)")]
    [InlineData("LayerNormalization", "d", "Add", "x,m", "Add(%x, %m)")]
    [InlineData("LayerNormalization", "d", "Sub", "z,m", "Sub(%z, %m)")]
    [InlineData("LayerNormalization", "q", "Pow", "d,half", "Pow(%d, %half Float32[])")]
    [InlineData("LayerNormalization", "q", "Pow", "x,two", "Pow(%x, %two Float32[])")]
    [InlineData("LayerNormalization", "q", "Pow", "d,number", "Pow(%d, %number)")]
    [InlineData("LayerNormalization", "q", "Mul", "d,two", "Mul(%d, %two Float32[])")]
    [InlineData("LayerNormalization", "v", "ReduceMean", "q,first", "ReduceMean(%q, %first Int64[1])")]
    [InlineData("LayerNormalization", "v", "ReduceMean", "q", "ReduceMean(%q)")]
    [InlineData("LayerNormalization", "v", "Slice", "q,zeros,ones", "Slice(%q, %zeros Int64[2], %ones Int64[2])")]
    [InlineData("LayerNormalization", "e", "Add", "v,number", "Add(%v, %number)")]
    [InlineData("LayerNormalization", "e", "Add", "v,column", "Add(%v, %column Float32[3,1])")]
    [InlineData("LayerNormalization", "e", "Sub", "v,half", "Sub(%v, %half Float32[])")]
    [InlineData("LayerNormalization", "r", "Exp", "e", "Exp(%e)")]
    [InlineData("LayerNormalization", "n", "Div", "r,d", "Div(%r, %d)")]
    [InlineData("LayerNormalization", "n", "Div", "x,r", "Div(%x, %r)")]
    [InlineData("LayerNormalization", "n", "Mul", "d,r", "Mul(%d, %r)")]
    [InlineData("LayerNormalization", "o", "Mul", "n,column", "Mul(%n, %column Float32[3,1])")]
    [InlineData("LayerNormalization", "o", "Mul", "n,two", "Mul(%n, %two Float32[])")]
    [InlineData("LayerNormalization", "o", "Mul", "n,given", "Mul(%n, %given)")]
    [InlineData("LayerNormalization", "o", "Mul", "n,matrix", "Mul(%n, %matrix Float32[3,3])")]
    [InlineData("LayerNormalization", "o", "Div", "n,scale", "Div(%n, %scale Float32[3])")]
    [InlineData("LayerNormalization", "y", "Add", "o,column", "Add(%o, %column Float32[3,1])")]
    [InlineData("LayerNormalization", "y", "Add", "o,two", "Add(%o, %two Float32[])")]
    [InlineData("LayerNormalization", "y", "Add", "o,given", "Add(%o, %given)")]
    [InlineData("LayerNormalization", "y", "Sub", "o,shift", "Sub(%o, %shift Float32[3])")]
    public void A_node_is_another(string group, string output, string operation, string inputs, string printed)
    {
        (string, string, string[], string) change = (output, operation, inputs.Split(','), printed);
        PassCheck.Of<RecognizeComposites>(Write(group, change).Output("y")).Leaves(Print(group, change));
    }

    [Theory]
    [InlineData("alpha=0.2", 0.2f, null)]
    [InlineData("alpha=0.168", 0.168f, null)]
    [InlineData("alpha=0.16666667 beta=0.4", 1f / 6f, 0.4f)]
    public void A_hard_sigmoid_of_other_numbers_is_no_part_of_HardSwish(string printed, float alpha, float? beta)
    {
        (string, object)[] attributes = beta is null ? [("alpha", alpha)] : [("alpha", alpha), ("beta", beta.Value)];
        PassCheck.Of<RecognizeComposites>(Inputs().Node("HardSigmoid", "x", "s", attributes).Node("Mul", ["x", "s"], ["y"]).Output("y"))
            .Leaves($"{PrintedInputs}\n%s Float32[3,3] = HardSigmoid(%x) {printed}\n%y Float32[3,3] = Mul(%x, %s)\noutput y = %y");
    }

    [Theory]
    [InlineData("Mul", "z", false)]
    [InlineData("Add", "x", false)]
    [InlineData("Mul", "x", true)]
    public void A_hard_sigmoid_elsewhere_is_no_part_of_HardSwish(string operation, string other, bool asked)
    {
        OnnxModelBuilder builder = Inputs().Node("HardSigmoid", "x", "s", ("alpha", 1f / 6f))
            .Node(operation, [other, "s"], ["y"]).Output("y");
        PassCheck.Of<RecognizeComposites>(asked ? builder.Output("s") : builder)
            .Leaves(
                $"{PrintedInputs}\n%s Float32[3,3] = HardSigmoid(%x) alpha=0.16666667\n%y Float32[3,3] = {operation}(%{other}, " +
                $"%s)\noutput y = %y{(asked ? "\noutput s = %s" : "")}");
    }

    /// <summary>The attributes are those that HardSwish is made of; the function is not.</summary>
    [Fact]
    public void A_leaky_rectifier_with_the_same_number_is_no_part_of_HardSwish() => PassCheck.Of<RecognizeComposites>(
            Inputs().Node("LeakyRelu", "x", "s", ("alpha", 1f / 6f)).Node("Mul", ["x", "s"], ["y"]).Output("y"))
        .Leaves($"""
            {PrintedInputs}
            %s Float32[3,3] = LeakyRelu(%x) alpha=0.16666667
            %y Float32[3,3] = Mul(%x, %s)
            output y = %y
            """);

    [Fact]
    public void A_mean_that_drops_its_axis_is_no_part_of_LayerNormalization() => PassCheck.Of<RecognizeComposites>(
            Inputs().Node("ReduceMean", ["x", "last"], ["m"]).Node("Sub", ["x", "m"], ["d"]).Node("Pow", ["d", "two"], ["q"])
            .Node("ReduceMean", ["q", "last"], ["v"], ("keepdims", 0)).Node("Add", ["v", "half"], ["e"]).Node("Sqrt", "e", "r")
            .Node("Div", ["d", "r"], ["n"])
            .Node("Mul", ["n", "scale"], ["o"]).Node("Add", ["o", "shift"], ["y"]).Output("y"))
        .Leaves($"""
            {PrintedInputs}
            %m Float32[3,1] = ReduceMean(%x, %last Int64[1])
            %d Float32[3,3] = Sub(%x, %m)
            %q Float32[3,3] = Pow(%d, %two Float32[])
            %v Float32[3] = ReduceMean(%q, %last Int64[1]) keepdims=0
            %e Float32[3] = Add(%v, %half Float32[])
            %r Float32[3] = Sqrt(%e)
            %n Float32[3,3] = Div(%d, %r)
            %o Float32[3,3] = Mul(%n, %scale Float32[3])
            %y Float32[3,3] = Add(%o, %shift Float32[3])
            output y = %y
            """);

    private const string PrintedInputs = "input %x Float32[3,3]\ninput %z Float32[3,3]\ninput %number Float32[]\ninput %given Float32[3]";

    private static OnnxModelBuilder Write(
        string group, params ReadOnlySpan<(string Output, string Operation, string[] Inputs, string)> changes)
    {
        OnnxModelBuilder builder = Inputs();
        foreach ((string output, string operation, string[] inputs, _) in Changed(group, changes))
            builder.Node(operation, inputs, [output]);
        return builder;
    }

    private static string Print(string group, params ReadOnlySpan<(string, string, string[], string)> changes)
    {
        PassCheck shapes = PassCheck.Of<RemoveIdentities>(Write(group, changes).Output("y"));
        IEnumerable<string> nodes = Changed(group, changes).Select(
            n => $"%{n.Output} Float32{shapes.Graph.Values[n.Output].Shape} = {n.Printed}\n");
        return $"{PrintedInputs}\n{string.Concat(nodes)}output y = %y";
    }

    private static (string Output, string Operation, string[] Inputs, string Printed)[] Changed(
        string group, ReadOnlySpan<(string Output, string, string[], string)> changes)
    {
        (string Output, string, string[], string)[] nodes = [.. Groups[group]];
        foreach ((string Output, string, string[], string) change in changes)
            nodes[Array.FindIndex(nodes, n => n.Output == change.Output)] = change;
        return nodes;
    }

    private static OnnxModelBuilder Inputs() => new OnnxModelBuilder(18).Input("x", 3, 3).Input("z", 3, 3).Input("number", [])
        .Input("given", 3)
        .Initializer("root2", TestTensors.Float(MathF.Sqrt(2))).Initializer("root2inverse", TestTensors.Float(1 / MathF.Sqrt(2)))
        .Initializer("nearroot2", TestTensors.Float(1.4143f))
        .Initializer("roots", TestTensors.Floats(MathF.Sqrt(2), MathF.Sqrt(2), MathF.Sqrt(2)))
        .Initializer("half", TestTensors.Float(0.5f)).Initializer("one", TestTensors.Float(1)).Initializer("two", TestTensors.Float(2))
        .Initializer("scale", TestTensors.Floats(1, 2, 3)).Initializer("shift", TestTensors.Floats(4, 5, 6))
        .Initializer("column", TestTensors.Floats(new Shape(3, 1), 1, 2, 3))
        .Initializer("matrix", new TensorRandom(1).Floats(3, 3)).Initializer("first", TestTensors.Int64s(0))
        .Initializer("last", TestTensors.Int64s(1))
        .Initializer("zeros", TestTensors.Int64s(0, 0)).Initializer("ones", TestTensors.Int64s(3, 1));
}
