using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class QGemmTests
{
    private static readonly TensorRandom Random = new(52);

    [Theory]
    [InlineData(0, 0, false, true)]
    [InlineData(1, 1, true, true)]
    [InlineData(0, 1, true, false)]
    [InlineData(1, 0, false, false)]
    public void To_integers_and_to_floats(int transA, int transB, bool bias, bool quantized)
    {
        foreach (ElementType type in QuantizedOperands.Types)
        {
            foreach (bool perColumn in new[] { false, true })
                Check(type, transA, transB, bias, quantized, perColumn);
        }
    }

    private static void Check(ElementType type, int transA, int transB, bool bias, bool quantized, bool perColumn)
    {
        Tensor a = QuantizedOperands.Any(type, transA == 0 ? [3, 17] : [17, 3]);
        Tensor b = QuantizedOperands.Any(ElementType.Int8, transB == 0 ? [17, 5] : [5, 17]);
        Tensor aZero = QuantizedOperands.Zero(type, 4), zero = QuantizedOperands.Zero(type, -7);
        Shape columns = perColumn ? new Shape(5) : Shape.Scalar;
        Tensor bScale = Random.Floats(columns, 0.01f, 0.02f);
        Tensor bZero = Random.Integers(ElementType.Int8, columns, -3, 4);
        Tensor? c = bias ? Random.Integers(ElementType.Int32, new Shape(1, 5), -3000, 3000) : null;
        NdArray left = NdArray.Of(a).Select(i => i - NdArray.Of(aZero).Values[0]), right = NdArray.Of(b);
        if (transA == 1)
            left = ReferenceMovement.Transpose(left, 1, 0);
        if (transB == 1)
            right = ReferenceMovement.Transpose(right, 1, 0);
        NdArray sums = ReferenceMatrix.MatMul(left, ReferenceElementwise.Binary(right, bZero, (x, y) => x - y));
        if (c is not null)
            sums = ReferenceElementwise.Binary(sums, c, (x, y) => x + y);
        NdArray expected = NdArray.Build(sums.Shape, index =>
        {
            double scale = NdArray.Of(bScale).Values[perColumn ? index[1] : 0];
            float factor = 0.5f * 0.013f * (float)scale;
            return quantized
                ? ReferenceQuantization.Requantize(sums[index], factor / 0.04f, NdArray.Of(zero).Values[0], type)
                : (float)sums[index] * factor;
        });
        OperatorCase given = new OperatorCase("QGemm", 13, "com.microsoft").Input(a).Constant(TestTensors.Float(0.013f)).Constant(aZero)
            .Constant(b).Constant(bScale).Constant(bZero).OptionalConstant(c).Attribute("alpha", 0.5f).Attribute("transA", transA)
            .Attribute("transB", transB);
        if (quantized)
            given = given.Constant(TestTensors.Float(0.04f)).Constant(zero).WithinOneStepOfOnnxRuntime().Outputs(type);
        else
            given = given.Outputs(ElementType.Float32);
        given.Check(quantized ? Tolerance.Exact : Tolerance.Rounding, expected);
    }
}
