using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>
/// Weights, biases and statistics that the graph computes, or that are inputs: the result is ONNX Runtime's, at every instruction set.
/// </summary>
public sealed class ComputedOperandTests
{
    private readonly TensorRandom _random = new(11);

    public static TheoryData<int, int, int, int> Convolutions() => new()
    {
        { 3, 5, 3, 1 }, { 16, 32, 3, 1 }, { 1, 1, 1, 1 }, { 24, 48, 1, 1 }, { 12, 18, 3, 3 }, { 17, 17, 3, 17 }, { 32, 32, 5, 32 },
        { 64, 64, 3, 1 },
    };

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Convolution(int channels, int filters, int kernel, int groups)
    {
        Tensor x = _random.Floats(2, channels, 9, 7);
        Tensor w = _random.Floats(filters, channels / groups, kernel, kernel);
        Tensor b = _random.Floats(filters);
        int[] pads = [.. Enumerable.Repeat(kernel / 2, 4)];
        byte[] model = Inputs(x, w, b).Node("Conv", ["x", "w", "b"], ["a"], ("pads", pads), ("group", groups))
            .Node("Relu", "a", "y").Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x, w, b], Tolerance.Accumulated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Transposed_convolution(int groups)
    {
        Tensor x = _random.Floats(2, 6, 5, 7);
        Tensor w = _random.Floats(6, 9, 3, 3);
        Tensor b = _random.Floats(9 * groups);
        byte[] model = Inputs(x, w, b)
            .Node("ConvTranspose", ["x", "w", "b"], ["y"], ("strides", new[] { 2, 2 }), ("group", groups)).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x, w, b], Tolerance.Accumulated);
    }

    [Fact]
    public void A_bias_alone_is_computed()
    {
        Tensor x = _random.Floats(1, 16, 9, 9);
        Tensor b = _random.Floats(32);
        byte[] model = Inputs(x, b).Initializer("weights", _random.Floats(32, 16, 3, 3))
            .Node("Neg", "w", "bias").Node("Conv", ["x", "weights", "bias"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x, b], Tolerance.Accumulated);
    }

    [Fact]
    public void Weights_that_another_layer_gives()
    {
        Tensor x = _random.Floats(1, 8, 6, 6);
        Tensor w = _random.Floats(4, 2, 3, 12);
        byte[] model = Inputs(x, w).Initializer("shape", TestTensors.Int64s(4, 8, 3, 3))
            .Node("Sigmoid", "w", "s").Node("Reshape", ["s", "shape"], ["k"]).Node("Conv", ["x", "k"], ["a"])
            .Node("Add", ["a", "a"], ["y"]).Output("y").Output("k").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x, w], Tolerance.Accumulated);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Statistics_of_a_batch_normalisation(int rank)
    {
        Tensor x = _random.Floats([.. new long[] { 2, 7, 5, 3, 4 }.Take(rank)]);
        Tensor[] statistics = [_random.Floats(7), _random.Floats(7), _random.Floats(7), _random.Floats(new Shape(7), 0.5f, 2)];
        byte[] model = Inputs([x, .. statistics]).Node("BatchNormalization", ["x", "w", "b", "i3", "i4"], ["a"])
            .Node("Relu", "a", "y").Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x, .. statistics], Tolerance.Rounding);
    }

    [Fact]
    public void Scale_and_bias_of_an_instance_normalisation()
    {
        Tensor x = _random.Floats(2, 7, 5, 3);
        Tensor[] parameters = [_random.Floats(7), _random.Floats(7)];
        byte[] model = Inputs([x, .. parameters]).Node("InstanceNormalization", ["x", "w", "b"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x, .. parameters], Tolerance.Accumulated);
    }

    public static TheoryData<long[], long[]> Rows() => new()
    {
        { [4, 6], [4, 6] }, { [6], [6] }, { [1, 6], [4, 1] }, { [4, 1], [6] }, { [1], [1, 4, 6] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Scale_and_bias_of_a_layer_normalisation(long[] scale, long[] bias)
    {
        Tensor x = _random.Floats(3, 4, 6);
        Tensor[] parameters = [_random.Floats(scale), _random.Floats(bias)];
        byte[] computed = Inputs(17, [x, .. parameters])
            .Node("LayerNormalization", ["x", "w", "b"], ["y"], ("axis", 1)).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(computed, [x, .. parameters], Tolerance.Accumulated);
        byte[] constant = Inputs(17, x).Initializer("w", parameters[0]).Initializer("b", parameters[1])
            .Node("LayerNormalization", ["x", "w", "b"], ["y"], ("axis", 1)).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(constant, [x], Tolerance.Accumulated);
    }

    [Fact]
    public void A_row_added_to_a_product()
    {
        Tensor x = _random.Floats(3, 17);
        Tensor[] operands = [_random.Floats(17, 19), _random.Floats(19)];
        byte[] model = Inputs([x, .. operands]).Node("Gemm", ["x", "w", "b"], ["a"]).Node("MatMul", ["x", "w"], ["m"])
            .Node("Add", ["a", "m"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x, .. operands], Tolerance.Accumulated);
    }

    [Fact]
    public void The_value_of_a_pad()
    {
        Tensor x = _random.Floats(1, 2, 3, 4);
        Tensor value = TestTensors.Float(2.5f);
        byte[] model = Inputs(x, value).Initializer("pads", TestTensors.Int64s(0, 0, 1, 2, 0, 0, 3, 4))
            .Node("Pad", ["x", "pads", "w"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x, value], Tolerance.Exact);
    }

    [Fact]
    public void The_rows_of_a_batch_are_not_the_filters()
    {
        // As many filters as images: the weights are not divided among the images.
        Tensor x = _random.Floats(4, 8, 6, 6);
        Tensor w = _random.Floats(4, 8, 3, 3);
        byte[] model = Inputs(x, w).Node("Relu", "x", "r").Node("Conv", ["r", "w"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x, w], Tolerance.Accumulated);
    }

    [Fact]
    public void A_run_does_not_affect_the_next()
    {
        Tensor x = _random.Floats(1, 16, 8, 8);
        byte[] model = Inputs(x, _random.Floats(16, 16, 3, 3)).Node("Conv", ["x", "w"], ["y"]).Output("y").Build();
        using InferenceModel loaded = TestEngines.Best.Load(model, "computed.onnx");
        foreach (int seed in new[] { 1, 2, 1 })
        {
            Tensor w = new TensorRandom(seed).Floats(16, 16, 3, 3);
            ModelCheck.Equal(OnnxRuntimeOracle.Run(model, [x, w]), loaded.Run([x, w]), Tolerance.Accumulated, $"seed {seed}");
        }
    }

    /// <summary>Inputs x, w, b, i3, i4 of these tensors' shapes.</summary>
    private static OnnxModelBuilder Inputs(params Tensor[] tensors) => Inputs(15, tensors);

    private static OnnxModelBuilder Inputs(long opset, params Tensor[] tensors)
    {
        string[] names = ["x", "w", "b", "i3", "i4"];
        var builder = new OnnxModelBuilder(opset);
        for (int i = 0; i < tensors.Length; i++)
            builder.Input(names[i], tensors[i].ElementType, [.. tensors[i].Shape.Select(extent => (Dimension)extent)]);
        return builder;
    }
}
