using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ConvIntegerTests
{
    private readonly TensorRandom _random = new(42);

    [Theory]
    [InlineData(1, 1, 1, ElementType.UInt8)]
    [InlineData(3, 17, 1, ElementType.Int8)]
    [InlineData(17, 17, 17, ElementType.UInt8)]
    [InlineData(6, 12, 3, ElementType.Int8)]
    [InlineData(33, 5, 1, ElementType.UInt8)]
    public void Sums_of_products(int channels, int maps, int groups, ElementType weights)
    {
        Tensor x = _random.Integers(ElementType.UInt8, new Shape(2, channels, 9, 7), 0, 256);
        Tensor w = _random.Integers(weights, new Shape(maps, channels / groups, 3, 2), 0, 128);
        Tensor xZero = _random.Integers(ElementType.UInt8, Shape.Scalar, 120, 140);
        foreach (Shape zeros in new[] { Shape.Scalar, new Shape(maps) })
        {
            Tensor wZero = _random.Integers(weights, zeros, 0, 20);
            var window = new SlidingWindow(3, 2) { Pads = [1, 0, 2, 1], Strides = [2, 1] };
            NdArray expected = ReferenceConv.Convolve(
                NdArray.Of(x).Select(i => i - NdArray.Of(xZero).Values[0]), ReferenceQuantization.MinusFirst(w, wZero), null, window,
                groups);
            OperatorCase given = new OperatorCase("ConvInteger", 10).Input(x).Constant(w).Input(xZero).Constant(wZero)
                .Attribute("pads", window.Pads).Attribute("strides", window.Strides).Attribute("group", groups).Outputs(ElementType.Int32);
            (zeros.Rank == 0 ? given : given.WithoutOnnxRuntime()).Check(Tolerance.Exact, expected);
        }
    }

    [Fact]
    public void Without_zero_points_and_with_computed_weights()
    {
        Tensor x = _random.Integers(ElementType.UInt8, new Shape(1, 3, 17), 0, 256);
        Tensor w = _random.Integers(ElementType.UInt8, new Shape(4, 3, 3), 0, 256);
        new OperatorCase("ConvInteger", 10).Input(x).Input(w).Outputs(ElementType.Int32)
            .Check(Tolerance.Exact, ReferenceConv.Convolve(x, w, null, new SlidingWindow(3)));
    }
}
