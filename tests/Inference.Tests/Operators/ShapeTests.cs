using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ShapeTests
{
    [Theory]
    [InlineData(new long[] { 2, 17, 7, 3 })]
    [InlineData(new long[] { 5 })]
    [InlineData(new long[] { })]
    public void Of_any_rank(long[] shape)
    {
        Tensor x = new TensorRandom(1).Floats(new Shape(shape));
        new OperatorCase("Shape", 7).Input(x).Outputs(ElementType.Int64)
            .Check(Tolerance.Exact, new NdArray(new Shape(shape.Length), [.. shape.Select(d => (double)d)]));
    }

    [Theory]
    [InlineData(1, null, new double[] { 17, 7, 3 })]
    [InlineData(-2, null, new double[] { 7, 3 })]
    [InlineData(0, 2, new double[] { 2, 17 })]
    [InlineData(1, -1, new double[] { 17, 7 })]
    [InlineData(3, 1, new double[] { })]
    [InlineData(-100, 100, new double[] { 2, 17, 7, 3 })]
    public void From_opset_15_a_part_of_the_shape(int start, int? end, double[] expected)
    {
        Tensor x = new TensorRandom(2).Floats(2, 17, 7, 3);
        new OperatorCase("Shape", 15).Input(x).Attribute("start", start).Attribute("end", end).Outputs(ElementType.Int64)
            .Check(Tolerance.Exact, new NdArray(new Shape(expected.Length), expected));
    }
}
