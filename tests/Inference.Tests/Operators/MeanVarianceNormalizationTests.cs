using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class MeanVarianceNormalizationTests
{
    [Theory]
    [InlineData(new[] { 0, 2, 3 })]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { -1, 0 })]
    [InlineData(null)]
    public void Over_any_axes(int[]? axes)
    {
        Tensor x = new TensorRandom(1).Floats(3, 5, 7, 2);
        long[] reduced = axes is null ? [0, 2, 3] : [.. axes.Select(a => (long)a)];
        NdArray mean = ReferenceReduction.Mean(x, reduced);
        NdArray centered = NdArray.Build(x.Shape, i => NdArray.Of(x)[i] - mean[At(i, mean)]);
        NdArray variance = ReferenceReduction.Mean(centered.Select(v => v * v), reduced);
        NdArray expected = NdArray.Build(x.Shape, i => centered[i] / (Math.Sqrt(variance[At(i, variance)]) + 1e-9));
        foreach (long opset in new[] { 9, 13 })
            new OperatorCase("MeanVarianceNormalization", opset).Input(x).Attribute("axes", axes).Check(Tolerance.Accumulated, expected);
    }

    [Fact]
    public void Equal_elements_become_zeros()
    {
        Tensor x = TestTensors.Floats(new Shape(1, 1, 2, 2), 3, 3, 3, 3);
        new OperatorCase("MeanVarianceNormalization", 13).WithoutOnnxRuntime().Input(x).Check(Tolerance.Exact, new NdArray(x.Shape));
    }

    private static long[] At(long[] index, NdArray statistics) => [.. index.Select((i, axis) => Math.Min(i, statistics.Shape[axis] - 1))];
}
