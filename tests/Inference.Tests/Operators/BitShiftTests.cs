using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class BitShiftTests
{
    [Theory]
    [InlineData(ElementType.UInt8, "LEFT")]
    [InlineData(ElementType.UInt8, "RIGHT")]
    [InlineData(ElementType.UInt32, "LEFT")]
    [InlineData(ElementType.UInt32, "RIGHT")]
    [InlineData(ElementType.UInt64, "LEFT")]
    [InlineData(ElementType.UInt64, "RIGHT")]
    public void Both_directions(ElementType type, string direction)
    {
        var random = new TensorRandom(1);
        Tensor a = random.Integers(type, new Shape(3, 17), 0, 15), b = random.Integers(type, new Shape(17), 0, 4);
        new OperatorCase("BitShift", 11).Input(a).Input(b).Attribute("direction", direction).Check(
            Tolerance.Exact, ReferenceElementwise.Binary(
                a, b, (x, y) => direction == "LEFT" ? x * Math.Pow(2, y) : Math.Floor(x / Math.Pow(2, y))));
    }

    [Theory]
    [InlineData("LEFT")]
    [InlineData("RIGHT")]
    public void All_bits_can_be_shifted_out(string direction)
    {
        Tensor a = Tensor.From<ushort>(new Shape(4), [1, 0x8001, 0xFFFF, 7]), b = Tensor.From<ushort>(new Shape(4), [16, 17, 255, 65535]);
        new OperatorCase("BitShift", 11).Input(a).Input(b).Attribute("direction", direction).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, NdArray.Of(a).Select(_ => 0));
    }

    [Fact]
    public void A_direction_is_needed() => RefusedModel.With(() => TestEngines.Best.Run(
        new OperatorCase("BitShift", 11).Input(Tensor.From<byte>(new Shape(1), [1])).Input(Tensor.From<byte>(new Shape(1), [1]))
            .Build(symbolic: false, folded: false), [Tensor.From<byte>(new Shape(1), [1]), Tensor.From<byte>(new Shape(1), [1])]));
}
