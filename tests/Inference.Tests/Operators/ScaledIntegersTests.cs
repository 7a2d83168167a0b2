using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;

namespace Fovea.Inference.Tests.Operators;

/// <summary>
/// Products of integers whose sums are converted and scaled, as dynamically quantised networks have them: one step, and the bits of the
/// separate nodes, at every width.
/// </summary>
public sealed class ScaledIntegersTests
{
    private static readonly TensorRandom Random = new(51);

    /// <summary>What writes the integers %i from the bytes %q with the zero point %z and the weights %w.</summary>
    private static readonly Dictionary<string, (long[] X, Func<OnnxModelBuilder, OnnxModelBuilder> Product, int Columns)> Products = new()
    {
        ["3x3"] = ([2, 17, 7, 5], b => Convolution(b, [9, 17, 3, 3], pads: 1), 9),
        ["1x1 with a zero point of the weights"] = ([1, 33, 5, 4], b => Convolution(b, [18, 33, 1, 1], 0, zero: 120), 18),
        ["few channels"] = ([1, 3, 19, 18], b => Convolution(b, [16, 3, 3, 3], pads: 1, zero: 131), 16),
        ["groups of four"] = ([1, 8, 6, 6], b => Convolution(b, [6, 4, 3, 3], pads: 1, groups: 2), 6),
        ["depthwise"] = ([2, 21, 9, 8], b => Convolution(b, [21, 1, 3, 3], pads: 1, groups: 21), 21),
        ["depthwise with a zero point"] = ([1, 8, 9, 8], b => Convolution(b, [8, 1, 3, 3], pads: 1, groups: 8, zero: 100), 8),
        ["one axis"] = ([1, 5, 23], b => Convolution(b, [7, 5, 3], pads: 2), 7),
        ["rows"] = ([3, 6, 33], b => Matrix(b, 33, 10), 10),
        ["rows with a zero point of the weights"] = ([5, 16], b => Matrix(b, 16, 3, zero: 77), 3),
    };

    public static TheoryData<string> Names() => [.. Products.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void One_step_has_the_bits_of_all(string name)
    {
        (long[] x, Func<OnnxModelBuilder, OnnxModelBuilder> product, int columns) = Products[name];
        foreach (bool dynamic in new[] { true, false })
        {
            foreach (bool perColumn in new[] { true, false })
            {
                foreach (bool bias in new[] { true, false })
                {
                    byte[] model = Scaled(product(Start(x, dynamic)), x, columns, perColumn, bias).Output("y").Build();
                    Assert.DoesNotContain(Steps(model), step => step is CastStep or UnaryStep);
                    Assert.DoesNotContain(Steps(model), step => step.Kernel.Contains("integer convolution", StringComparison.Ordinal));
                    Check(model, dynamic ? Random.Floats(new Shape(x), -2, 3) : Random.Integers(ElementType.UInt8, new Shape(x), 0, 256));
                }
            }
        }
    }

    /// <summary>Zero keeps its sign: a sum of 0 times a negative scale is -0.</summary>
    [Fact]
    public void Zeros_keep_their_sign()
    {
        byte[] model = new OnnxModelBuilder(13).Input("q", ElementType.UInt8, 1, 4).Initializer("z", TestTensors.Byte(7))
            .Initializer("w", new Tensor(ElementType.Int8, new Shape(4, 2))).Initializer("s", TestTensors.Float(-0.5f))
            .Node("MatMulInteger", ["q", "w", "z"], ["i"]).Node("Cast", "i", "f", ("to", 1)).Node("Mul", ["f", "s"], ["y"])
            .Output("y").Build();
        Check(model, Random.Integers(ElementType.UInt8, new Shape(1, 4), 0, 256));
        float[] found = [.. TestEngines.Best.Run(model, [new Tensor(ElementType.UInt8, new Shape(1, 4))])[0].Span<float>()];
        Assert.All(found, zero => Assert.True(float.IsNegative(zero)));
    }

    [Fact]
    public void A_scale_of_another_shape_stays_a_product()
    {
        byte[] model = Start([3, 8], dynamic: true).Initializer("w", Random.Integers(ElementType.Int8, new Shape(8, 5), -9, 9))
            .Node("MatMulInteger", ["q", "w", "z"], ["i"]).Node("Cast", "i", "f", ("to", 1))
            .Initializer("t", Random.Floats(new Shape(3, 1))).Node("Mul", ["f", "t"], ["y"]).Output("y").Build();
        Assert.Contains(Steps(model), step => step is CastStep);
        Check(model, Random.Floats(new Shape(3, 8)));
    }

    [Fact]
    public void Integers_that_others_read_stay()
    {
        byte[] model = Matrix(Start([3, 8], dynamic: true), 8, 5).Node("Cast", "i", "f", ("to", 1)).Node("Mul", ["f", "s"], ["y"])
            .Output("y").Output("i", ElementType.Int32).Build();
        Check(model, Random.Floats(new Shape(3, 8)));
    }

    private static IReadOnlyList<Step> Steps(byte[] model)
    {
        using InferenceModel loaded = TestEngines.Best.Load(model, "scaled.onnx");
        return loaded.Compile([.. loaded.Inputs.Select(input => input.Shape.ToShape())]).Steps;
    }

    private static OnnxModelBuilder Start(long[] x, bool dynamic)
    {
        Dimension[] dimensions = [.. x.Select(d => (Dimension)d)];
        return dynamic
            ? new OnnxModelBuilder(13).Input("x", dimensions).Node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"])
            : new OnnxModelBuilder(13).Input("q", ElementType.UInt8, dimensions).Initializer("s", TestTensors.Float(0.017f))
                .Initializer("z", TestTensors.Byte(93));
    }

    private static OnnxModelBuilder Convolution(OnnxModelBuilder builder, long[] weights, int pads, int groups = 1, int zero = 0) =>
        Weights(builder, weights, zero).Node(
            "ConvInteger", ["q", "w", "z", .. zero == 0 ? Array.Empty<string>() : ["wz"]], ["i"], ("group", groups),
            ("pads", Enumerable.Repeat(pads, 2 * (weights.Length - 2)).ToArray()));

    private static OnnxModelBuilder Matrix(OnnxModelBuilder builder, int depth, int columns, int zero = 0) =>
        Weights(builder, [depth, columns], zero)
            .Node("MatMulInteger", ["q", "w", "z", .. zero == 0 ? Array.Empty<string>() : ["wz"]], ["i"]);

    private static OnnxModelBuilder Weights(OnnxModelBuilder builder, long[] shape, int zero) => zero == 0
        ? builder.Initializer("w", QuantizedOperands.Weights(ElementType.Int8, shape))
        : builder.Initializer("w", Random.Integers(ElementType.UInt8, new Shape(shape), 0, 256))
            .Initializer("wz", TestTensors.Byte((byte)zero));

    // Cast, the product of both scales, a bias and bounds.
    private static OnnxModelBuilder Scaled(OnnxModelBuilder builder, long[] x, int columns, bool perColumn, bool bias)
    {
        bool image = builder.Model.Graph.Node.Any(node => node.OpType == "ConvInteger");
        Shape row = image ? new Shape([columns, .. Enumerable.Repeat(1L, x.Length - 2)]) : new Shape(columns);
        builder.Initializer("ws", Random.Floats(perColumn ? row : Shape.Scalar, 0.001f, 0.01f))
            .Node("Mul", ["s", "ws"], ["scale"]).Node("Cast", "i", "f", ("to", 1)).Node("Mul", ["f", "scale"], ["p"]);
        return bias
            ? builder.Initializer("c", Random.Floats(row)).Node("Add", ["c", "p"], ["r"]).Node("Relu", "r", "y")
            : builder.Initializer("low", TestTensors.Float(-1f)).Initializer("high", TestTensors.Float(1.5f))
                .Node("Clip", ["p", "low", "high"], ["y"]);
    }

    private static void Check(byte[] model, Tensor input)
    {
        Tensor[] expected = TestEngines.Get(InstructionSets.Best, optimize: false).Run(model, [input]);
        foreach (InstructionSet set in KernelSet.Available)
        {
            Tensor[] found = TestEngines.Get(set).Run(model, [input]);
            for (int i = 0; i < found.Length; i++)
                ModelCheck.SameBits(expected[i], found[i], $"{set}");
        }

        ModelCheck.Equal(OnnxRuntimeOracle.Run(model, [input]), expected, new Tolerance("of scaled sums", 1e-5), "as written");
    }
}
