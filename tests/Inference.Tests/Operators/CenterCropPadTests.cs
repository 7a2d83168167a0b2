using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class CenterCropPadTests
{
    [Theory]
    [InlineData(10, 7, 3)]
    [InlineData(20, 13, 6)]
    [InlineData(10, 20, 3)]
    [InlineData(21, 6, 4)]
    public void Crops_and_pads_around_the_centre(long height, long width, long depth)
    {
        Tensor x = new TensorRandom(1).Floats(16, 9, 5);
        NdArray expected = Expected(x, height, width, depth);
        Tensor shape = TestTensors.Int64s(height, width, depth);
        new OperatorCase("CenterCropPad", 18).Input(x).Constant(shape).Check(Tolerance.Exact, expected);
        new OperatorCase("CenterCropPad", 18).Input(x).Input(shape).Check(Tolerance.Exact, expected);
    }

    [Fact]
    public void Axes_from_either_end()
    {
        Tensor x = new TensorRandom(2).Floats(2, 5, 6, 7);
        NdArray expected = Expected(x, 2, 5, 3, 10);
        foreach (int[] axes in new int[][] { [2, 3], [-2, -1] })
        {
            new OperatorCase("CenterCropPad", 18).Input(x).Constant(TestTensors.Int64s(3, 10)).Attribute("axes", axes)
                .Check(Tolerance.Exact, expected);
        }
    }

    [Fact]
    public void Bytes()
    {
        Tensor x = new TensorRandom(3).Integers(ElementType.UInt8, new Shape(3, 8), 1, 9);
        new OperatorCase("CenterCropPad", 18).Input(x).Constant(TestTensors.Int64s(4, 5)).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, Expected(x, 4, 5));
    }

    private static NdArray Expected(NdArray x, params long[] shape) => NdArray.Build(new Shape(shape), index =>
    {
        long[] source = [.. index.Select((i, axis) =>
            i + Half(Math.Max(0, x.Shape[axis] - shape[axis])) - Half(Math.Max(0, shape[axis] - x.Shape[axis])))];
        return source.Select((i, axis) => i >= 0 && i < x.Shape[axis]).All(inside => inside) ? x[source] : 0;
    });

    private static long Half(long difference) => difference / 2;
}
