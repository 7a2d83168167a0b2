using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>Patterns that passes rewrite, and their near misses that must be left alone: the result is ONNX Runtime's either way.</summary>
public sealed class FusionTests
{
    private static readonly (string, object)[] Same = [("pads", new[] { 1, 1, 1, 1 })];

    public static TheoryData<string> Names() => [.. Patterns.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Keeps_the_result(string pattern)
    {
        OnnxModelBuilder builder = Patterns[pattern](Start());
        ModelCheck.AgreesWithOnnxRuntime(builder.Build(), [new TensorRandom(5).Floats(2, 8, 9, 11)], Tolerance.Accumulated);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Keeps_every_value_that_is_asked_for(string pattern)
    {
        OnnxModelBuilder builder = Patterns[pattern](Start());
        Tensor image = new TensorRandom(6).Floats(2, 8, 9, 11);
        string[] values = [.. builder.Model.Graph.Node.SelectMany(node => node.Output)];
        builder.Model.Graph.Output.Clear();
        foreach (string value in values)
            builder.Output(value);
        byte[] all = builder.Build();
        Tensor[] expected = OnnxRuntimeOracle.Run(all, [image]);
        ModelCheck.Equal(expected, TestEngines.Best.Run(all, [image]), Tolerance.Accumulated, "all values at once");
        using InferenceModel model = TestEngines.Best.Load(all, "test.onnx");
        for (int i = 0; i < values.Length; i++)
            ModelCheck.Equal([expected[i]], model.Run([image], [values[i]]), Tolerance.Accumulated, values[i]);
    }

    private static readonly Dictionary<string, Func<OnnxModelBuilder, OnnxModelBuilder>> Patterns = new()
    {
        ["convolution, normalisation, activation"] = b => b
            .Conv("x", "w8", "a").BatchNorm("a", "b").Node("Relu", "b", "y").Output("y"),
        ["convolution with bias, normalisation twice"] = b => b
            .Node("Conv", ["x", "w8", "c8"], ["a"], Same).BatchNorm("a", "b").BatchNorm("b", "y").Output("y"),
        ["two convolutions share weights, one is normalised"] = b => b
            .Conv("x", "w8", "a").BatchNorm("a", "b").Conv("x", "w8", "c").Node("Add", ["b", "c"], ["y"]).Output("y"),
        ["a convolution's output is normalised and used as it is"] = b => b
            .Conv("x", "w8", "a").BatchNorm("a", "b").Node("Add", ["a", "b"], ["y"]).Output("y"),
        ["normalisation before a padded convolution"] = b => b.BatchNorm("x", "a").Conv("a", "w8", "y").Output("y"),
        ["normalisation before a convolution"] = b => b.BatchNorm("x", "a").Node("Conv", ["a", "w8"], ["y"]).Output("y"),
        ["normalisation alone with activation"] = b => b.BatchNorm("x", "a").Node("Relu", "a", "y").Output("y"),
        ["scale per channel after a convolution"] = b => b.Conv("x", "w8", "a").Node("Mul", ["a", "s8"], ["y"]).Output("y"),
        ["shift per channel after a convolution"] = b => b.Conv("x", "w8", "a").Node("Add", ["s8", "a"], ["y"]).Output("y"),
        ["scale and shift by numbers"] = b => b
            .Conv("x", "w8", "a").Node("Div", ["a", "three"], ["b"]).Node("Sub", ["b", "three"], ["y"]).Output("y"),
        ["a number minus a convolution"] = b => b.Conv("x", "w8", "a").Node("Sub", ["three", "a"], ["y"]).Output("y"),
        ["a number divided by an exponential"] = b => b.Node("Exp", "x", "a").Node("Div", ["three", "a"], ["y"]).Output("y"),
        ["scale per row, which is no channel"] = b => b.Conv("x", "w8", "a").Node("Mul", ["a", "row"], ["y"]).Output("y"),
        ["scale per pixel"] = b => b.Conv("x", "w8", "a").Node("Mul", ["a", "plane"], ["y"]).Output("y"),
        ["residual"] = b => b.Conv("x", "w8", "a").Node("Add", ["a", "x"], ["b"]).Node("Relu", "b", "y").Output("y"),
        ["residual, other way round"] = b => b.Conv("x", "w8", "a").Node("Add", ["x", "a"], ["y"]).Output("y"),
        ["residual of two convolutions"] = b => b
            .Conv("x", "w8", "a").Conv("x", "v8", "b").Node("Add", ["a", "b"], ["c"]).Node("Relu", "c", "y").Output("y"),
        ["residual of a convolution with itself"] = b => b.Conv("x", "w8", "a").Node("Add", ["a", "a"], ["y"]).Output("y"),
        ["residual after an activation"] = b => b
            .Conv("x", "w8", "a").Node("Relu", "a", "b").Node("Add", ["b", "x"], ["y"]).Output("y"),
        ["residual that is broadcast"] = b => b
            .Node("GlobalAveragePool", "x", "g").Conv("x", "w8", "a").Node("Add", ["a", "g"], ["b"]).Node("Relu", "b", "y").Output("y"),
        ["a small convolution added to a large map"] = b => b
            .Node("GlobalAveragePool", "x", "g").Node("Conv", ["g", "p8"], ["a"]).Node("Add", ["a", "x"], ["y"]).Output("y"),
        ["residual that is made after the convolution"] = b => b
            .Conv("x", "w8", "a").Node("Exp", "x", "b").Node("Add", ["a", "b"], ["y"]).Output("y"),
        ["residual used again later"] = b => b
            .Conv("x", "w8", "a").Node("Add", ["a", "x"], ["b"]).Conv("b", "v8", "c").Node("Add", ["c", "b"], ["d"])
            .Node("Add", ["d", "x"], ["y"]).Output("y"),
        ["depthwise residual with activation"] = b => b
            .Node("Conv", ["x", "d8"], ["a"], [.. Same, ("group", 8)]).Node("Add", ["a", "x"], ["b"]).Node("Relu", "b", "y").Output("y"),
        ["grouped residual"] = b => b
            .Node("Conv", ["x", "g8"], ["a"], [.. Same, ("group", 2)]).Node("Add", ["a", "x"], ["b"]).Node("Relu", "b", "y").Output("y"),
        ["residual of a product with a row"] = b => b
            .Node("GlobalAveragePool", "x", "g").Node("Flatten", "g", "f").Node("Gemm", ["f", "m8", "c8"], ["a"])
            .Node("Add", ["a", "f"], ["b"])
            .Node("Relu", "b", "y").Output("y"),
        ["residual of a product with one number"] = b => b
            .Node("GlobalAveragePool", "x", "g").Node("Flatten", "g", "f").Node("Gemm", ["f", "m8", "three"], ["a"])
            .Node("Add", ["a", "f"], ["b"])
            .Node("Relu", "b", "y").Output("y"),
        ["activations after a convolution"] = b => b
            .Conv("x", "w8", "a").Node("LeakyRelu", "a", "b", ("alpha", 0.3f)).Conv("b", "w8", "c").Node("Sigmoid", "c", "d")
            .Conv("d", "w8", "e").Node("Tanh", "e", "f").Conv("f", "w8", "g").Node("HardSigmoid", "g", "h").Conv("h", "w8", "i")
            .Node("Clip", ["i", "zero", "three"], ["y"]).Output("y"),
        ["an activation of a value that others read"] = b => b
            .Conv("x", "w8", "a").Node("Relu", "a", "b").Node("Sub", ["b", "a"], ["y"]).Output("y"),
        ["two activations of one value"] = b => b
            .Conv("x", "w8", "a").Node("Relu", "a", "b").Node("Sigmoid", "a", "c").Node("Mul", ["b", "c"], ["y"]).Output("y"),
        ["activation after activation"] = b => b.Conv("x", "w8", "a").Node("Relu", "a", "b").Node("Sigmoid", "b", "y").Output("y"),
        ["swish"] = b => b.Conv("x", "w8", "a").Node("Sigmoid", "a", "s").Node("Mul", ["a", "s"], ["y"]).Output("y"),
        ["swish, other way round"] = b => b.Node("Sigmoid", "x", "s").Node("Mul", ["s", "x"], ["y"]).Output("y"),
        ["a sigmoid gate of another value"] = b => b
            .Conv("x", "w8", "a").Node("Sigmoid", "a", "s").Node("Mul", ["x", "s"], ["y"]).Output("y"),
        ["squeeze and excite"] = b => b
            .Node("GlobalAveragePool", "x", "g").Node("Conv", ["g", "p8"], ["a"]).Node("Relu", "a", "b").Node("Conv", ["b", "p8"], ["c"])
            .Node("Sigmoid", "c", "s").Node("Mul", ["x", "s"], ["y"]).Output("y"),
        ["gelu"] = b => b
            .Node("Div", ["x", "root2"], ["a"]).Node("Erf", "a", "b").Node("Add", ["b", "one"], ["c"]).Node("Mul", ["x", "c"], ["d"])
            .Node("Mul", ["d", "half"], ["y"]).Output("y"),
        ["almost gelu"] = b => b
            .Node("Div", ["x", "three"], ["a"]).Node("Erf", "a", "b").Node("Add", ["b", "one"], ["c"]).Node("Mul", ["x", "c"], ["d"])
            .Node("Mul", ["d", "half"], ["y"]).Output("y"),
        ["hard swish of its parts"] = b => b
            .Node("Add", ["x", "three"], ["a"]).Node("Clip", ["a", "zero", "six"], ["b"]).Node("Mul", ["x", "b"], ["c"])
            .Node("Div", ["c", "six"], ["y"]).Output("y"),
        ["layer normalisation of its parts"] = b => b
            .Node("Transpose", "x", "t", ("perm", new[] { 0, 2, 3, 1 }))
            .Node("ReduceMean", "t", "m", ("axes", new[] { -1 })).Node("Sub", ["t", "m"], ["d"]).Node("Pow", ["d", "two"], ["q"])
            .Node("ReduceMean", "q", "v", ("axes", new[] { -1 })).Node("Add", ["v", "epsilon"], ["e"]).Node("Sqrt", "e", "r")
            .Node("Div", ["d", "r"], ["n"]).Node("Mul", ["n", "k8"], ["o"]).Node("Add", ["o", "c8"], ["p"])
            .Node("Transpose", "p", "y", ("perm", new[] { 0, 3, 1, 2 })).Output("y"),
        ["matrix product with bias and activation"] = b => b
            .Node("GlobalAveragePool", "x", "g").Node("Flatten", "g", "f").Node("MatMul", ["f", "m8"], ["a"])
            .Node("Add", ["a", "k8"], ["c"])
            .Node("Relu", "c", "y").Output("y"),
        ["zero padding before a convolution"] = b => b
            .Node("Pad", ["x", "pads"], ["a"]).Node("Conv", ["a", "w8"], ["y"]).Output("y"),
        ["zero padding before an average pool that counts it"] = b => b
            .Node("Pad", ["x", "pads"], ["a"]).Node("AveragePool", "a", "y", ("kernel_shape", new[] { 3, 3 }), ("count_include_pad", 1))
            .Output("y"),
        ["zero padding before an average pool without padding"] = b => b
            .Node("Pad", ["x", "pads"], ["a"]).Node("AveragePool", "a", "y", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 1 }))
            .Output("y"),
        ["zero padding before an average pool that leaves its own out"] = b => b
            .Node("Pad", ["x", "pads"], ["a"])
            .Node("AveragePool", "a", "y", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 })).Output("y"),
        ["zero padding before an average pool that hangs over"] = b => b
            .Node("Pad", ["x", "pads"], ["a"])
            .Node("AveragePool", "a", "y", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("ceil_mode", 1)).Output("y"),
        ["zero padding as wide as the average pool behind it"] = b => b
            .Node("Pad", ["x", "pads"], ["a"]).Node("AveragePool", "a", "y", ("kernel_shape", new[] { 1, 1 })).Output("y"),
        ["zero padding before a maximum pool"] = b => b
            .Node("Pad", ["x", "pads"], ["a"]).Node("MaxPool", "a", "y", ("kernel_shape", new[] { 3, 3 })).Output("y"),
        ["identity and dropout between"] = b => b
            .Conv("x", "w8", "a").Node("Identity", "a", "b").Node("Dropout", "b", "c").Node("Relu", "c", "d").Node("Identity", "d", "y")
            .Output("y"),
        ["channel shuffle"] = b => b
            .Conv("x", "w8", "a").Node("Reshape", ["a", "shuffle"], ["b"]).Node("Transpose", "b", "c", ("perm", new[] { 0, 2, 1, 3, 4 }))
            .Node("Reshape", ["c", "unshuffle"], ["d"]).Conv("d", "v8", "y").Output("y"),
        ["concatenation of what is also used alone"] = b => b
            .Conv("x", "w8", "a").Node("Concat", ["a", "x"], ["c"], ("axis", 1)).Node("Concat", ["c", "a"], ["d"], ("axis", 1))
            .Node("Relu", "c", "e").Node("Concat", ["d", "e", "x"], ["y"], ("axis", 1)).Output("y"),
        ["split and concatenation"] = b => b
            .Conv("x", "w8", "a").Node("Split", ["a"], ["p", "q"], ("axis", 1)).Node("Relu", "p", "r")
            .Node("Concat", ["q", "r"], ["y"], ("axis", 1)).Output("y"),
        ["convolution after split"] = b => b
            .Node("Split", ["x"], ["p", "q"], ("axis", 1)).Node("Conv", ["q", "h4"], ["a"], Same).Node("Add", ["a", "p"], ["y"])
            .Output("y"),
        ["in-place chains of one value"] = b => b
            .Node("Relu", "x", "a").Node("Exp", "a", "b").Node("Sqrt", "b", "c").Node("Sub", ["c", "a"], ["y"]).Output("y"),
    };

    private static OnnxModelBuilder Start()
    {
        var random = new TensorRandom(77);
        return new OnnxModelBuilder(12)
            .Input("x", Dimension.Named("n"), 8, 9, 11)
            .Initializer("w8", random.Floats(new Shape(8, 8, 3, 3), -0.2f, 0.2f))
            .Initializer("v8", random.Floats(new Shape(8, 8, 3, 3), -0.2f, 0.2f))
            .Initializer("d8", random.Floats(8, 1, 3, 3)).Initializer("g8", random.Floats(8, 4, 3, 3))
            .Initializer("p8", random.Floats(8, 8, 1, 1))
            .Initializer("h4", random.Floats(4, 4, 3, 3)).Initializer("m8", random.Floats(8, 8)).Initializer("k8", random.Floats(8))
            .Initializer("c8", random.Floats(8))
            .Initializer("s8", random.Floats(new Shape(8, 1, 1), 0.5f, 2)).Initializer("row", random.Floats(9, 1))
            .Initializer("plane", random.Floats(9, 11))
            .Initializer("scale", random.Floats(8)).Initializer("shift", random.Floats(8)).Initializer("mean", random.Floats(8))
            .Initializer("variance", random.Floats(new Shape(8), 0.5f, 2))
            .Initializer("zero", TestTensors.Float(0)).Initializer("half", TestTensors.Float(0.5f)).Initializer("one", TestTensors.Float(1))
            .Initializer("two", TestTensors.Float(2))
            .Initializer("three", TestTensors.Float(3)).Initializer("six", TestTensors.Float(6))
            .Initializer("root2", TestTensors.Float(MathF.Sqrt(2)))
            .Initializer("epsilon", TestTensors.Float(1e-6f))
            .Initializer("pads", TestTensors.Int64s(0, 0, 1, 2, 0, 0, 2, 1))
            .Initializer("shuffle", TestTensors.Int64s(0, 2, 4, 9, 11)).Initializer("unshuffle", TestTensors.Int64s(0, 8, 9, 11));
    }
}
