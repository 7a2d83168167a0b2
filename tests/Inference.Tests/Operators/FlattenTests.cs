using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class FlattenTests
{
    [Theory]
    [InlineData(7, 0)]
    [InlineData(7, 1)]
    [InlineData(9, 2)]
    [InlineData(9, 4)]
    [InlineData(13, 3)]
    [InlineData(13, -1)]
    [InlineData(13, -3)]
    public void Rows_before_the_axis_columns_after(int opset, int axis)
    {
        Tensor x = new TensorRandom(1).Floats(2, 17, 7, 3);
        int split = axis < 0 ? axis + 4 : axis;
        long rows = x.Shape.Take(split).Aggregate(1L, (a, b) => a * b);
        new OperatorCase("Flatten", opset).Input(x).Attribute("axis", axis)
            .Check(Tolerance.Exact, NdArray.Of(x).Reshape(rows, x.Shape.ElementCount / rows));
    }

    [Fact]
    public void Default_axis_is_1()
    {
        Tensor x = new TensorRandom(2).Floats(2, 49, 1, 1);
        new OperatorCase("Flatten", 13).Input(x).Check(Tolerance.Exact, NdArray.Of(x).Reshape(2, 49));
    }
}
