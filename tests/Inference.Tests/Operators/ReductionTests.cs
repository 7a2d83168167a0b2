using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>What the reductions have in common; they differ in the opset that made the axes an input, and in their tolerance.</summary>
public abstract class ReductionTests
{
    private static readonly Tensor X = new TensorRandom(1).Floats(2, 17, 7, 13);

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
    public void Empty_axes_may_mean_nothing_to_do() =>
        new OperatorCase(Name, InputOpset).Input(X).Constant(TestTensors.Int64s()).Attribute("noop_with_empty_axes", 1)
            .Check(Tolerance.Exact, NdArray.Of(X));

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(1000)]
    public void The_last_axis_of_rows(int length)
    {
        Tensor x = new TensorRandom(length).Floats(3, 5, length);
        new OperatorCase(Name, AttributeOpsets[^1]).Input(x).Attribute("axes", new[] { -1 })
            .Check(Tolerance, Reference(NdArray.Of(x), [-1]));
    }
}
