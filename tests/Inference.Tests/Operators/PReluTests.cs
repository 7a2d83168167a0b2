using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class PReluTests
{
    public static TheoryData<long[]> Slopes() =>
    [
        new long[] { 1 },
        new long[] { 17, 1, 1 },
        new long[] { 1, 17, 1, 1 },
        new long[] { 17, 7, 3 },
        new long[] { 2, 17, 7, 3 },
        new long[] { 3 },
    ];

    [Theory]
    [MemberData(nameof(Slopes))]
    public void Slopes_broadcast(long[] slopeShape)
    {
        var random = new TensorRandom(slopeShape.Length);
        Tensor x = random.Floats(2, 17, 7, 3), slope = random.Floats(new Shape(slopeShape));
        NdArray expected = ReferenceElementwise.Binary(x, slope, (v, s) => v < 0 ? s * v : v);
        foreach (long opset in new long[] { 7, 9, 16 })
            new OperatorCase("PRelu", opset).Input(x).Constant(slope).Check(Tolerance.Rounding, expected);
        new OperatorCase("PRelu", 13).Input(x).Input(slope).Check(Tolerance.Rounding, expected);
    }

    // Before opset 7 a slope has one value per channel, or one for all.
    [Fact]
    public void A_slope_per_channel()
    {
        var random = new TensorRandom(5);
        Tensor x = random.Floats(2, 4, 3, 4), slope = random.Floats(4), one = random.Floats(1);
        new OperatorCase("PRelu", 6).Input(x).Constant(slope).WithoutOnnxRuntime()
            .Check(Tolerance.Rounding, ReferenceElementwise.Binary(x, NdArray.Of(slope).Reshape(4, 1, 1), (v, s) => v < 0 ? v * s : v));
        new OperatorCase("PRelu", 1).Input(x).Input(one).WithoutOnnxRuntime()
            .Check(Tolerance.Rounding, ReferenceElementwise.Binary(x, one, (v, s) => v < 0 ? v * s : v));
    }

    [Theory]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.Float64)]
    public void Every_type(ElementType type)
    {
        var random = new TensorRandom(5);
        Tensor x = random.Any(type, new Shape(3, 17), type == ElementType.UInt32 ? 0 : -9, 9);
        Tensor slope = random.Any(type, new Shape(17), 1, 5);
        new OperatorCase("PRelu", 16).Input(x).Input(slope).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, ReferenceElementwise.Binary(x, slope, (v, s) => v < 0 ? v * s : v));
    }
}
