using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class BatchNormalizationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(24)]
    [InlineData(48)]
    [InlineData(49)]
    [InlineData(116)]
    public void Channels(int channels) => Check(14, new TensorRandom(channels).Floats(2, channels, 7, 13), channels);

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(14)]
    [InlineData(15)]
    public void Every_opset(int opset) => Check(opset, new TensorRandom(1).Floats(1, 5, 3, 3), 5);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public void Other_ranks(int rank) =>
        Check(15, new TensorRandom(2).Floats(new Shape([3, 17, .. new long[] { 5, 3, 2, 4 }[..(rank - 2)]])), 17);

    [Fact]
    public void A_vector_is_one_channel()
    {
        Tensor x = new TensorRandom(5).Floats(6);
        (Tensor scale, Tensor bias, Tensor mean, Tensor variance) = Statistics(1);
        double factor = scale.Span<float>()[0] / Math.Sqrt(variance.Span<float>()[0] + 1e-5);
        var expected = NdArray.Build(x.Shape, i => ((x.Span<float>()[(int)i[0]] - mean.Span<float>()[0]) * factor) + bias.Span<float>()[0]);
        new OperatorCase("BatchNormalization", 15).Input(x).Constant(scale).Constant(bias).Constant(mean).Constant(variance)
            .Check(Tolerance.Rounding, expected);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(14)]
    public void After_a_convolution_it_folds_into_the_weights(int opset)
    {
        var random = new TensorRandom(4);
        (Tensor scale, Tensor bias, Tensor mean, Tensor variance) = Statistics(17);
        byte[] model = new OnnxModelBuilder(opset)
            .Input("x", 2, 3, 7, 9).Initializer("w", random.Floats(17, 3, 3, 3))
            .Initializer("scale", scale).Initializer("bias", bias).Initializer("mean", mean).Initializer("variance", variance)
            .Node("Conv", ["x", "w"], ["convolved"], ("pads", new[] { 1, 1, 1, 1 }))
            .Node("BatchNormalization", ["convolved", "scale", "bias", "mean", "variance"], ["y"], ("epsilon", 1e-3f))
            .Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(2, 3, 7, 9)], Tolerance.Accumulated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Old_opsets_in_test_mode(int opset)
    {
        Tensor x = new TensorRandom(1).Floats(2, 5, 3, 3);
        (Tensor scale, Tensor bias, Tensor mean, Tensor variance) = Statistics(5);
        OperatorCase old = new OperatorCase("BatchNormalization", opset).WithoutOnnxRuntime().Input(x)
            .Constant(scale).Constant(bias).Constant(mean).Constant(variance).Attribute("is_test", 1).Attribute("spatial", 1);
        (opset == 1 ? old.Attribute("consumed_inputs", new[] { 0, 0, 0, 1, 1 }) : old)
            .Check(Tolerance.Rounding, ReferenceNormalization.Batch(x, scale, bias, mean, variance, 1e-5f));
    }

    [Theory]
    [InlineData(14, 3)]
    [InlineData(15, 3)]
    [InlineData(9, 5)]
    [InlineData(7, 5)]
    public void Training_takes_the_statistics_of_the_input(int opset, int outputs)
    {
        Tensor x = new TensorRandom(8).Floats(3, 5, 4, 2);
        (Tensor scale, Tensor bias, Tensor mean, Tensor variance) = Statistics(5);
        NdArray current = ReferenceReduction.Mean(x, [0, 2, 3], false);
        NdArray spread = ReferenceReduction.Mean(
            NdArray.Build(x.Shape, i => Math.Pow(NdArray.Of(x)[i] - current[i[1]], 2)), [0, 2, 3], false);
        NdArray[] expected =
        [
            ReferenceNormalization.Batch(x, scale, bias, current, spread, 1e-5f), Blend(mean, current), Blend(variance, spread), current,
                spread,
        ];
        OperatorCase training = new OperatorCase("BatchNormalization", opset).WithoutOnnxRuntime().Input(x)
            .Input(scale).Input(bias).Input(mean).Input(variance).Attribute("momentum", 0.75f)
            .Outputs([.. Enumerable.Repeat(ElementType.Float32, outputs)]);
        (opset >= 14 ? training.Attribute("training_mode", 1) : training).Check(Tolerance.Accumulated, expected[..outputs]);

        static NdArray Blend(NdArray given, NdArray found) =>
            new(given.Shape, [.. given.Values.Select((v, i) => (v * 0.75) + (found.Values[i] * 0.25))]);
    }

    [Fact]
    public void Statistics_per_element()
    {
        var random = new TensorRandom(9);
        Tensor x = random.Floats(2, 3, 4, 5);
        Tensor[] given = [random.Floats(3, 4, 5), random.Floats(3, 4, 5), random.Floats(3, 4, 5),
            random.Floats(new Shape(3, 4, 5), 0.2f, 3)];
        NdArray[] s = [.. given.Select(NdArray.Of)];
        NdArray expected = NdArray.Build(x.Shape, i =>
        {
            double[] at = [.. s.Select(statistic => statistic[i.AsSpan(1)])];
            return ((NdArray.Of(x)[i] - at[2]) / Math.Sqrt(at[3] + 1e-5) * at[0]) + at[1];
        });
        new OperatorCase("BatchNormalization", 7).WithoutOnnxRuntime().Input(x).Constant(given[0]).Constant(given[1]).Constant(given[2])
            .Constant(given[3]).Attribute("spatial", 0).Check(Tolerance.Rounding, expected);
    }

    private static void Check(long opset, Tensor x, int channels)
    {
        (Tensor scale, Tensor bias, Tensor mean, Tensor variance) = Statistics(channels);
        foreach (float epsilon in new[] { 1e-5f, 0.1f })
        {
            new OperatorCase("BatchNormalization", opset).Input(x)
                .Constant(scale).Constant(bias).Constant(mean).Constant(variance)
                .Attribute("epsilon", epsilon)
                .Check(Tolerance.Rounding, ReferenceNormalization.Batch(x, scale, bias, mean, variance, epsilon));
        }
    }

    private static (Tensor Scale, Tensor Bias, Tensor Mean, Tensor Variance) Statistics(int channels)
    {
        var random = new TensorRandom(channels + 77);
        var shape = new Shape(channels);
        return (random.Floats(shape), random.Floats(shape), random.Floats(shape), random.Floats(shape, 0.2f, 3));
    }
}
