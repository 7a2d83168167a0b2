using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class BitCastTests
{
    [Fact]
    public void The_bits_stay()
    {
        Tensor x = TestTensors.Floats(1, -2, 0.5f, float.NaN);
        Check(x, ElementType.Int32, [0x3F800000, -0x40000000, 0x3F000000, BitConverter.SingleToInt32Bits(float.NaN)]);
        Check(Tensor.From<Half>(new Shape(2), [Half.One, -Half.One]), ElementType.UInt16, [0x3C00, 0xBC00]);
        Check(Tensor.From<ushort>(new Shape(2), [0x3F80, 0xC000]), ElementType.BFloat16, [1, -2]);
        Check(Tensor.From<sbyte>(new Shape(2), [-1, 1]), ElementType.UInt8, [255, 1]);
    }

    [Fact]
    public void Between_half_precision_nodes()
    {
        Tensor x = Tensor.From<Half>(new Shape(2), [(Half)0.5f, (Half)3]);
        byte[] model = new OnnxModelBuilder(26).Input("x", ElementType.Float16, 2).Node("Add", ["x", "x"], ["a"])
            .Node("BitCast", "a", "b", ("to", (int)ElementType.UInt16)).Output("b", ElementType.UInt16).Build();
        Assert.Equal([0x3C00, 0x4600], TestEngines.Best.Run(model, [x])[0].Span<ushort>().ToArray());
    }

    [Fact]
    public void Another_size_is_refused() => Assert.Throws<InvalidModelException>(
        () => TestEngines.Best.Run(
            new OperatorCase("BitCast", 26).Input(TestTensors.Floats(1)).Attribute("to", (int)ElementType.Int64)
                .Build(symbolic: false, folded: false), [TestTensors.Floats(1)]));

    private static void Check(Tensor x, ElementType to, double[] expected) => new OperatorCase("BitCast", 26).Input(x)
        .Attribute("to", (int)to).Outputs(to).WithoutOnnxRuntime().Check(Tolerance.Exact, new NdArray(x.Shape, expected));
}
