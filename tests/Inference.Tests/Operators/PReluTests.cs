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
}
