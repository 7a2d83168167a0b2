using Fovea.Inference.Graphs;
using Fovea.Inference.Optimization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>Groups of nodes that become one operator, in every order that is known. Their near misses have classes of their own.</summary>
public sealed class RecognizeCompositesTests
{
    [Fact]
    public void No_composite_is_forgotten() =>
        Assert.Equal(
            ["ConvInteger", "Gelu", "HardSwish", "LayerNormalization", "MatMulInteger", "Swish"],
            OperatorMembers.Declaring(nameof(Operator.Recognize)));

    [Fact]
    public void Gelu_halved_last() => PassCheck.Of<RecognizeComposites>(
            Map().Node("Div", ["x", "root2"], ["a"]).Node("Erf", "a", "b").Node("Add", ["b", "one"], ["c"]).Node("Mul", ["x", "c"], ["d"])
            .Node("Mul", ["d", "half"], ["y"])
            .Output("y"))
        .Turns("""
            input %x Float32[2,3]
            %a Float32[2,3] = Div(%x, %root2 Float32[])
            %b Float32[2,3] = Erf(%a)
            %c Float32[2,3] = Add(%b, %one Float32[])
            %d Float32[2,3] = Mul(%x, %c)
            %y Float32[2,3] = Mul(%d, %half Float32[])
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3]
            %y Float32[2,3] = Gelu(%x)
            output y = %y
            """)
        .Merges("a into y, b into y, c into y, d into y");

    [Fact]
    public void Gelu_halved_before_the_product() => PassCheck.Of<RecognizeComposites>(
            Map().Node("Mul", ["x", "root2inverse"], ["a"]).Node("Erf", "a", "b").Node("Add", ["one", "b"], ["c"])
            .Node("Mul", ["half", "c"], ["d"]).Node("Mul", ["d", "x"], ["y"])
            .Output("y"))
        .Turns("""
            input %x Float32[2,3]
            %a Float32[2,3] = Mul(%x, %root2inverse Float32[])
            %b Float32[2,3] = Erf(%a)
            %c Float32[2,3] = Add(%one Float32[], %b)
            %d Float32[2,3] = Mul(%half Float32[], %c)
            %y Float32[2,3] = Mul(%d, %x)
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3]
            %y Float32[2,3] = Gelu(%x)
            output y = %y
            """)
        .Merges("a into y, b into y, c into y, d into y");

    [Fact]
    public void Gelu_of_a_half() => PassCheck.Of<RecognizeComposites>(
            Map().Node("Mul", ["root2inverse", "x"], ["a"]).Node("Erf", "a", "b").Node("Add", ["b", "one"], ["c"])
            .Node("Mul", ["x", "half"], ["d"]).Node("Mul", ["d", "c"], ["y"])
            .Output("y"))
        .Turns("""
            input %x Float32[2,3]
            %a Float32[2,3] = Mul(%root2inverse Float32[], %x)
            %b Float32[2,3] = Erf(%a)
            %c Float32[2,3] = Add(%b, %one Float32[])
            %d Float32[2,3] = Mul(%x, %half Float32[])
            %y Float32[2,3] = Mul(%d, %c)
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3]
            %y Float32[2,3] = Gelu(%x)
            output y = %y
            """)
        .Merges("a into y, b into y, c into y, d into y");

    [Fact]
    public void Gelu_of_numbers_with_an_axis_whose_result_is_read_and_asked_for() => PassCheck.Of<RecognizeComposites>(
            Map().Initializer("n", TestTensors.Floats(new Shape(1, 1), MathF.Sqrt(2))).Initializer("h", TestTensors.Floats(0.5f))
            .Node("Exp", "x", "e")
            .Node("Div", ["e", "n"], ["a"]).Node("Erf", "a", "b").Node("Add", ["b", "one"], ["c"]).Node("Mul", ["c", "e"], ["d"])
            .Node("Mul", ["h", "d"], ["g"])
            .Node("Add", ["g", "e"], ["y"]).Output("g").Output("y"))
        .Turns("""
            input %x Float32[2,3]
            %e Float32[2,3] = Exp(%x)
            %a Float32[2,3] = Div(%e, %n Float32[1,1])
            %b Float32[2,3] = Erf(%a)
            %c Float32[2,3] = Add(%b, %one Float32[])
            %d Float32[2,3] = Mul(%c, %e)
            %g Float32[2,3] = Mul(%h Float32[1], %d)
            %y Float32[2,3] = Add(%g, %e)
            output g = %g
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3]
            %e Float32[2,3] = Exp(%x)
            %g Float32[2,3] = Gelu(%e)
            %y Float32[2,3] = Add(%g, %e)
            output g = %g
            output y = %y
            """);

    [Theory]
    [InlineData("x", "s")]
    [InlineData("s", "x")]
    public void Swish(string first, string second) => PassCheck.Of<RecognizeComposites>(Map().Node("Sigmoid", "x", "s")
        .Node("Mul", [first, second], ["y"]).Output("y"))
        .Turns($"""
            input %x Float32[2,3]
            %s Float32[2,3] = Sigmoid(%x)
            %y Float32[2,3] = Mul(%{first}, %{second})
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3]
            %y Float32[2,3] = Swish(%x)
            output y = %y
            """)
        .Merges("s into y");

    [Theory]
    [InlineData("x", "s", 1f / 6f)]
    [InlineData("s", "x", 0.16667f)]
    public void HardSwish(string first, string second, float alpha) => PassCheck.Of<RecognizeComposites>(
            Map().Node("HardSigmoid", "x", "s", ("alpha", alpha)).Node("Mul", [first, second], ["y"]).Output("y"))
        .Turns(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"""
            input %x Float32[2,3]
            %s Float32[2,3] = HardSigmoid(%x) alpha={alpha}
            %y Float32[2,3] = Mul(%{first}, %{second})
            output y = %y
            """))
        .Into("""
            input %x Float32[2,3]
            %y Float32[2,3] = HardSwish(%x)
            output y = %y
            """)
        .Merges("s into y");

    [Fact]
    public void HardSwish_of_a_HardSigmoid_with_its_shift_written_out() => PassCheck.Of<RecognizeComposites>(
            Map().Node("HardSigmoid", "x", "s", ("alpha", 1f / 6f), ("beta", 0.5f)).Node("Mul", ["x", "s"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[2,3]
            %s Float32[2,3] = HardSigmoid(%x) alpha=0.16666667 beta=0.5
            %y Float32[2,3] = Mul(%x, %s)
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3]
            %y Float32[2,3] = HardSwish(%x)
            output y = %y
            """);

    [Fact]
    public void LayerNormalization() => PassCheck.Of<RecognizeComposites>(
            Map().Node("ReduceMean", "x", "m", ("axes", new[] { -1 })).Node("Sub", ["x", "m"], ["d"]).Node("Pow", ["d", "two"], ["q"])
            .Node("ReduceMean", "q", "v", ("axes", new[] { -1 }))
            .Node("Add", ["v", "epsilon"], ["e"]).Node("Sqrt", "e", "r").Node("Div", ["d", "r"], ["n"]).Node("Mul", ["n", "scale"], ["o"])
            .Node("Add", ["o", "shift"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[2,3]
            %m Float32[2,1] = ReduceMean(%x) axes=[-1]
            %d Float32[2,3] = Sub(%x, %m)
            %q Float32[2,3] = Pow(%d, %two Float32[])
            %v Float32[2,1] = ReduceMean(%q) axes=[-1]
            %e Float32[2,1] = Add(%v, %epsilon Float32[])
            %r Float32[2,1] = Sqrt(%e)
            %n Float32[2,3] = Div(%d, %r)
            %o Float32[2,3] = Mul(%n, %scale Float32[3])
            %y Float32[2,3] = Add(%o, %shift Float32[3])
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3]
            %y Float32[2,3] = LayerNormalization(%x, %scale Float32[3], %shift Float32[3]) axis=-1 epsilon=0.5
            output y = %y
            """)
        .Merges("m into y, d into y, q into y, v into y, e into y, r into y, n into y, o into y");

    [Fact]
    public void LayerNormalization_with_constants_first_and_the_last_axis_by_number() => PassCheck.Of<RecognizeComposites>(
            new OnnxModelBuilder(18).Input("x", 4, 2, 3).Initializer("two", TestTensors.Floats(2))
            .Initializer("epsilon", TestTensors.Floats(0.25f)).Initializer("axes", TestTensors.Int64s(2))
            .Initializer("scale", TestTensors.Floats(new Shape(1, 3), 1, 2, 3))
            .Initializer("shift", TestTensors.Floats(new Shape(1, 1, 3), 4, 5, 6))
            .Node("ReduceMean", ["x", "axes"], ["m"], ("keepdims", 1)).Node("Sub", ["x", "m"], ["d"]).Node("Pow", ["d", "two"], ["q"])
            .Node("ReduceMean", ["q", "axes"], ["v"])
            .Node("Add", ["epsilon", "v"], ["e"]).Node("Sqrt", "e", "r").Node("Div", ["d", "r"], ["n"]).Node("Mul", ["scale", "n"], ["o"])
            .Node("Add", ["shift", "o"], ["z"])
            .Node("Add", ["z", "x"], ["y"]).Output("z").Output("y"))
        .Turns("""
            input %x Float32[4,2,3]
            %m Float32[4,2,1] = ReduceMean(%x, %axes Int64[1]) keepdims=1
            %d Float32[4,2,3] = Sub(%x, %m)
            %q Float32[4,2,3] = Pow(%d, %two Float32[1])
            %v Float32[4,2,1] = ReduceMean(%q, %axes Int64[1])
            %e Float32[4,2,1] = Add(%epsilon Float32[1], %v)
            %r Float32[4,2,1] = Sqrt(%e)
            %n Float32[4,2,3] = Div(%d, %r)
            %o Float32[4,2,3] = Mul(%scale Float32[1,3], %n)
            %z Float32[4,2,3] = Add(%shift Float32[1,1,3], %o)
            %y Float32[4,2,3] = Add(%z, %x)
            output z = %z
            output y = %y
            """)
        .Into("""
            input %x Float32[4,2,3]
            %z Float32[4,2,3] = LayerNormalization(%x, %scale Float32[1,3], %shift Float32[1,1,3]) axis=-1 epsilon=0.25
            %y Float32[4,2,3] = Add(%z, %x)
            output z = %z
            output y = %y
            """);

    [Fact]
    public void Several_in_a_row() => PassCheck.Of<RecognizeComposites>(
            Map().Node("Sigmoid", "x", "s").Node("Mul", ["x", "s"], ["a"]).Node("HardSigmoid", "a", "h", ("alpha", 1f / 6f))
            .Node("Mul", ["h", "a"], ["b"])
            .Node("Sigmoid", "b", "t").Node("Mul", ["t", "b"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[2,3]
            %s Float32[2,3] = Sigmoid(%x)
            %a Float32[2,3] = Mul(%x, %s)
            %h Float32[2,3] = HardSigmoid(%a) alpha=0.16666667
            %b Float32[2,3] = Mul(%h, %a)
            %t Float32[2,3] = Sigmoid(%b)
            %y Float32[2,3] = Mul(%t, %b)
            output y = %y
            """)
        .Into("""
            input %x Float32[2,3]
            %a Float32[2,3] = Swish(%x)
            %b Float32[2,3] = HardSwish(%a)
            %y Float32[2,3] = Swish(%b)
            output y = %y
            """);

    private static OnnxModelBuilder Map() => new OnnxModelBuilder(17).Input("x", 2, 3)
        .Initializer("root2", TestTensors.Float(MathF.Sqrt(2))).Initializer("root2inverse", TestTensors.Float(1 / MathF.Sqrt(2)))
        .Initializer("half", TestTensors.Float(0.5f)).Initializer("one", TestTensors.Float(1)).Initializer("two", TestTensors.Float(2))
        .Initializer("epsilon", TestTensors.Float(0.5f))
        .Initializer("scale", TestTensors.Floats(1, 2, 3)).Initializer("shift", TestTensors.Floats(4, 5, 6));
}
