using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class BitwiseNotTests
{
    [Theory]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    public void Signed_integers(ElementType type)
    {
        Tensor x = new TensorRandom(1).Integers(type, new Shape(2, 17, 3), -128, 127);
        new OperatorCase("BitwiseNot", 18).Input(x).Check(Tolerance.Exact, NdArray.Of(x).Select(v => -1 - v));
    }

    [Theory]
    [InlineData(ElementType.UInt8, byte.MaxValue)]
    [InlineData(ElementType.UInt16, ushort.MaxValue)]
    [InlineData(ElementType.UInt32, uint.MaxValue)]
    public void Unsigned_integers(ElementType type, double ones)
    {
        Tensor x = new TensorRandom(1).Integers(type, new Shape(33), 0, 255);
        new OperatorCase("BitwiseNot", 18).Input(x).Check(Tolerance.Exact, NdArray.Of(x).Select(v => ones - v));
    }
}
