using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ReduceSumTests
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

    [Theory]
    [MemberData(nameof(Axes))]
    public void Axes_as_attribute_or_input(long[] axes, bool keep)
    {
        NdArray expected = ReferenceReduction.Sum(X, axes, keep);
        foreach (long opset in new long[] { 7, 11 })
        {
            new OperatorCase("ReduceSum", opset).Input(X).Attribute("axes", axes).Attribute("keepdims", keep)
                .Check(Tolerance.Accumulated, expected);
        }

        new OperatorCase("ReduceSum", 13).Input(X).Constant(TestTensors.Int64s(axes)).Attribute("keepdims", keep)
            .Check(Tolerance.Accumulated, expected);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(18)]
    public void Without_axes_over_everything(int opset) =>
        new OperatorCase("ReduceSum", opset).Input(X).Check(Tolerance.Accumulated, ReferenceReduction.Sum(X));

    [Fact]
    public void Empty_axes_may_mean_nothing_to_do() =>
        new OperatorCase("ReduceSum", 13).Input(X).Constant(TestTensors.Int64s()).Attribute("noop_with_empty_axes", 1)
            .Check(Tolerance.Exact, NdArray.Of(X));

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(1000)]
    public void The_last_axis_of_rows(int length)
    {
        Tensor x = new TensorRandom(length).Floats(3, 5, length);
        new OperatorCase("ReduceSum", 11).Input(x).Attribute("axes", new[] { -1 })
            .Check(Tolerance.Accumulated, ReferenceReduction.Sum(x, [-1]));
    }
}
