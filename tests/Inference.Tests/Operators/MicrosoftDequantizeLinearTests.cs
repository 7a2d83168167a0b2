using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MicrosoftDequantizeLinearTests
{
    private readonly TensorRandom _random = new(33);

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.Int16)]
    public void One_scale_and_one_for_each_channel(ElementType type)
    {
        foreach (Shape shape in new[] { Shape.Scalar, new Shape(3) })
        {
            Tensor scale = _random.Floats(shape, 0.01f, 0.02f);
            Tensor zero = _random.Integers(type, shape, 0, 20);
            Tensor x = _random.Integers(zero.ElementType, new Shape(2, 3, 17), 0, 128);
            new OperatorCase("DequantizeLinear", 13, "com.microsoft").Input(x).Input(scale).Input(zero)
                .Attribute("axis", shape.Rank == 0 ? null : 1).Outputs(ElementType.Float32)
                .Check(Tolerance.Exact, ReferenceQuantization.Dequantize(x, scale, zero, 1));
        }
    }
}
