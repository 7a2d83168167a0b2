using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class LayerNormalizationTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(-3)]
    public void From_every_axis_on(int axis)
    {
        var random = new TensorRandom(axis + 5);
        Tensor x = random.Floats(2, 7, 3, 17);
        int first = axis < 0 ? axis + 4 : axis;
        var trailing = new Shape([.. x.Shape.Skip(first)]);
        Tensor scale = random.Floats(trailing), bias = random.Floats(trailing);
        new OperatorCase("LayerNormalization", 17).Input(x).Constant(scale).Constant(bias)
            .Attribute("axis", axis).Attribute("epsilon", 1e-3f)
            .Check(Tolerance.Accumulated, Expected(x, scale, bias, 1e-3f));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(96)]
    [InlineData(116)]
    public void Channels_last_rows(int columns)
    {
        var random = new TensorRandom(columns);
        Tensor x = random.Floats(2, 5, columns), scale = random.Floats(columns), bias = random.Floats(columns);
        new OperatorCase("LayerNormalization", 17).Input(x).Constant(scale).Constant(bias)
            .Check(Tolerance.Accumulated, Expected(x, scale, bias, 1e-5f));
    }

    [Fact]
    public void Without_bias()
    {
        var random = new TensorRandom(1);
        Tensor x = random.Floats(3, 33), scale = random.Floats(33);
        new OperatorCase("LayerNormalization", 17).Input(x).Constant(scale)
            .Check(Tolerance.Accumulated, Expected(x, scale, new NdArray(new Shape(33)), 1e-5f));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(0)]
    public void With_mean_and_inverse_deviation(int axis)
    {
        var random = new TensorRandom(axis + 7);
        Tensor x = random.Floats(3, 5, 17);
        int first = axis < 0 ? axis + 3 : axis;
        Tensor scale = random.Floats(new Shape([.. x.Shape.Skip(first)]));
        NdArray rows = NdArray.Of(x).Reshape(x.Shape.ElementCount / scale.Shape.ElementCount, scale.Shape.ElementCount);
        var moments = new Shape([.. x.Shape.Select((d, i) => i < first ? d : 1)]);
        NdArray mean = ReferenceReduction.Mean(rows, [1]).Reshape([.. moments]);
        NdArray inverse = ReferenceSelection.Lines(rows, 1, line =>
            [1 / Math.Sqrt(line.Average(v => (v - line.Average()) * (v - line.Average())) + 1e-5)]).Reshape([.. moments]);
        new OperatorCase("LayerNormalization", 17).Input(x).Input(scale).Attribute("axis", axis)
            .Outputs(ElementType.Float32, ElementType.Float32, ElementType.Float32)
            .Check(Tolerance.Accumulated, Expected(x, scale, new NdArray(scale.Shape), 1e-5f), mean, inverse);
    }

    /// <summary>Layer normalisation equals instance normalisation with rows as maps, with scale and bias per element.</summary>
    private static NdArray Expected(NdArray x, NdArray scale, NdArray bias, float epsilon)
    {
        long columns = scale.Shape.ElementCount, rows = x.Shape.ElementCount / columns;
        NdArray one = NdArray.Build(new Shape(rows), _ => 1), zero = new(new Shape(rows));
        NdArray normal = ReferenceNormalization.Instance(x.Reshape(1, rows, columns), one, zero, epsilon);
        return new NdArray(x.Shape, [.. normal.Values.Select((v, i) => v * scale.Values[i % columns] + bias.Values[i % columns])]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_long_row_far_from_zero_keeps_its_precision(bool plain)
    {
        var random = new TensorRandom(7);
        Tensor x = random.Floats(new Shape(1, 65537), 40, 41);
        Tensor scale = plain ? Tensor.From<float>(new Shape(65537), [.. Enumerable.Repeat(1f, 65537)]) : random.Floats(65537);
        Tensor bias = plain ? new Tensor(ElementType.Float32, new Shape(65537)) : random.Floats(65537);
        new OperatorCase("LayerNormalization", 17).Input(x).Constant(scale).Constant(bias).WithoutOnnxRuntime()
            .Check(Tolerance.Rounding, Expected(x, scale, bias, 1e-5f));
    }
}
