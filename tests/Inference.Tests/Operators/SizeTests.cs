using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class SizeTests
{
    [Theory]
    [InlineData(new long[] { 2, 17, 7, 3 })]
    [InlineData(new long[] { 5 })]
    [InlineData(new long[] { })]
    [InlineData(new long[] { 3, 0, 2 })]
    public void Of_any_shape(long[] shape)
    {
        Tensor x = new TensorRandom(1).Floats(new Shape(shape));
        foreach (long opset in new[] { 1, 13, 25 })
            new OperatorCase("Size", opset).Input(x).Outputs(ElementType.Int64)
                .Check(Tolerance.Exact, new NdArray(Shape.Scalar, [x.Shape.ElementCount]));
    }
}
