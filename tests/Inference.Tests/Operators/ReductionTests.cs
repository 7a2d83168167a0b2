using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>What the reductions have in common; they differ in the opset that made the axes an input, and in their tolerance.</summary>
public abstract class ReductionTests
{
    private Tensor X => Operand(new Shape(2, 17, 7, 13));

    public static TheoryData<long[], bool> Axes() => new()
    {
        { [2, 3], true },
        { [2, 3], false },
        { [1], true },
        { [-1], false },
        { [-1, -2], true },
        { [0], false },
        { [0, 2], false },
        { [1, 3], true },
        { [0, 1, 2, 3], true },
        { [0, 1, 2, 3], false },
    };

    private protected abstract string Name { get; }

    /// <summary>Opsets in which the axes are an attribute; the last one is that of rows.</summary>
    private protected abstract long[] AttributeOpsets { get; }

    /// <summary>The opset in which the axes became an input.</summary>
    private protected abstract long InputOpset { get; }

    private protected abstract Tolerance Tolerance { get; }

    private protected abstract NdArray Reference(NdArray x, long[]? axes = null, bool keep = true);

    [Theory]
    [MemberData(nameof(Axes))]
    public void Axes_as_attribute_or_input(long[] axes, bool keep)
    {
        NdArray expected = Reference(NdArray.Of(X), axes, keep);
        foreach (long opset in AttributeOpsets)
            new OperatorCase(Name, opset).Input(X).Attribute("axes", axes).Attribute("keepdims", keep).Check(Tolerance, expected);

        new OperatorCase(Name, InputOpset).Input(X).Constant(TestTensors.Int64s(axes)).Attribute("keepdims", keep)
            .Check(Tolerance, expected);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(18)]
    public void Without_axes_over_everything(int opset) =>
        new OperatorCase(Name, opset).Input(X).Check(Tolerance, Reference(NdArray.Of(X)));

    [Fact]
    public void Empty_axes_may_mean_nothing_to_do()
    {
        Tensor x = Operand(new Shape(2, 5));
        NdArray single = Reference(NdArray.Of(x).Reshape(2, 5, 1), [2], false);
        new OperatorCase(Name, InputOpset).Input(x).Constant(TestTensors.Int64s()).Attribute("noop_with_empty_axes", 1)
            .Check(KeepsSingleElements ? Tolerance.Exact : Tolerance, single);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(1000)]
    public void The_last_axis_of_rows(int length)
    {
        Tensor x = Operand(new Shape(3, 5, length));
        new OperatorCase(Name, AttributeOpsets[^1]).Input(x).Attribute("axes", new[] { -1 })
            .Check(Tolerance, Reference(NdArray.Of(x), [-1]));
    }

    private protected virtual Tensor Operand(Shape shape) => new TensorRandom(1).Floats(shape);

    /// <summary>Whether <c>noop_with_empty_axes</c> leaves the elements as they are: no function is applied to each alone.</summary>
    private protected virtual bool KeepsSingleElements => true;

    private protected virtual ElementType[] Types =>
        [ElementType.Float64, ElementType.Int32, ElementType.Int64, ElementType.UInt32, ElementType.UInt64];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Old_opsets(int opset) => new OperatorCase(Name, opset).Input(Operand(new Shape(2, 3, 5))).Attribute("axes", new[] { 1 })
        .Check(Tolerance, Reference(Operand(new Shape(2, 3, 5)), [1]));

    [Fact]
    public void Axes_given_at_run_time()
    {
        Tensor x = Operand(new Shape(3, 2, 5));
        new OperatorCase(Name, 18).Input(x).Input(TestTensors.Int64s(-1, 0)).Attribute("keepdims", 0)
            .Check(Tolerance, Reference(x, [0, 2], false));
    }

    [Fact]
    public void Other_element_types()
    {
        foreach (ElementType type in Types)
        {
            Tensor x = new TensorRandom(3).Any(type, new Shape(3, 4, 2), 1, type == ElementType.Bool ? 2 : 5);
            NdArray expected = Reference(x, [1]);
            new OperatorCase(Name, 20).WithoutOnnxRuntime().Input(x).Constant(TestTensors.Int64s(1))
                .Check(Tolerance, type.IsFloat() ? expected : expected.Select(Math.Truncate));
        }
    }

    [Fact]
    public void A_scalar()
    {
        Tensor x = Operand(Shape.Scalar);
        new OperatorCase(Name, 18).Input(x).Check(Tolerance, Reference(NdArray.Of(x).Reshape(1), [0], false));
    }

    /// <summary>The reduced axis has no elements: the result is the function's neutral element.</summary>
    [Fact]
    public void An_empty_set()
    {
        var x = new Tensor(ElementType.Float32, new Shape(2, 0, 4));
        byte[] model = new OperatorCase(Name, 18).Input(x).Constant(TestTensors.Int64s(1)).Build(symbolic: true, folded: false);
        Tensor result = TestEngines.Best.Run(model, [x])[0];
        Assert.Equal(new Shape(2, 1, 4), result.Shape);
        Assert.All(result.Span<float>().ToArray(), value => Assert.Equal(Neutral, value));
    }

    private protected abstract float Neutral { get; }
}
