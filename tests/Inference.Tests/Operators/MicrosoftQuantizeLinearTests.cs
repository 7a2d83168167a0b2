using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MicrosoftQuantizeLinearTests
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
            Tensor x = _random.Floats(new Shape(2, 3, 17), -2, 2);
            new OperatorCase("QuantizeLinear", 13, "com.microsoft").Input(x).Input(scale).Input(zero)
                .Attribute("axis", shape.Rank == 0 ? null : 1).Outputs(zero.ElementType)
                .Check(Tolerance.Exact, ReferenceQuantization.Quantize(x, scale, zero, zero.ElementType, 1));
        }
    }
}
