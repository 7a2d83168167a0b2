using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class RMSNormalizationTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-2)]
    public void From_every_axis_on(int axis)
    {
        var random = new TensorRandom(axis + 5);
        Tensor x = random.Floats(2, 7, 33);
        int first = axis < 0 ? axis + 3 : axis;
        Tensor scale = random.Floats(new Shape([.. x.Shape.Skip(first)]));
        new OperatorCase("RMSNormalization", 23).WithoutOnnxRuntime().Input(x).Constant(scale).Attribute("axis", axis)
            .Attribute("epsilon", 1e-3f).Check(Tolerance.Accumulated, Expected(x, scale, 1e-3f));
        new OperatorCase("RMSNormalization", 23).WithoutOnnxRuntime().Input(x).Input(scale).Attribute("axis", axis)
            .Check(Tolerance.Accumulated, Expected(x, scale, 1e-5f));
    }

    private static NdArray Expected(NdArray x, NdArray scale, float epsilon)
    {
        int columns = (int)scale.Shape.ElementCount;
        NdArray rows = x.Reshape(x.Shape.ElementCount / columns, columns);
        return ReferenceSelection.Lines(rows, 1, line =>
        {
            double root = Math.Sqrt((line.Sum(v => v * v) / columns) + epsilon);
            return [.. line.Select((v, i) => v / root * scale.Values[i])];
        }).Reshape([.. x.Shape]);
    }
}
