using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class PadTests
{
    private static readonly Tensor X = new TensorRandom(1).Floats(2, 5, 7, 13);

    public static TheoryData<string, long[]> Pads() => new()
    {
        { "constant", [0, 0, 1, 1, 0, 0, 1, 1] },
        { "constant", [0, 3, 0, 0, 0, 4, 0, 0] },
        { "constant", [1, 0, 2, 3, 0, 1, 4, 5] },
        { "constant", [0, 0, -1, 2, 0, 0, 3, -4] },
        { "constant", [0, -2, 0, 0, 0, -1, 0, 0] },
        { "reflect", [0, 0, 3, 3, 0, 0, 3, 3] },
        { "reflect", [0, 1, 6, 12, 0, 4, 0, 5] },
        { "edge", [0, 0, 3, 1, 0, 0, 2, 9] },
        { "edge", [2, 1, 0, 0, 1, 2, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Pads))]
    public void Pads_as_attribute_or_input(string mode, long[] pads)
    {
        NdArray expected = ReferenceMovement.Pad(X, pads, mode, 1.5);
        new OperatorCase("Pad", 7).Input(X).Attribute("mode", mode).Attribute("pads", pads).Attribute("value", 1.5f)
            .Check(Tolerance.Exact, expected);
        foreach (long opset in new long[] { 11, 13, 18 })
        {
            new OperatorCase("Pad", opset)
                .Input(X).Constant(TestTensors.Int64s(pads)).Constant(TestTensors.Float(1.5f)).Attribute("mode", mode)
                .Check(Tolerance.Exact, expected);
        }
    }

    [Fact]
    public void Default_is_zero()
    {
        long[] pads = [0, 0, 1, 2, 0, 0, 3, 4];
        new OperatorCase("Pad", 7).Input(X).Attribute("pads", pads).Check(Tolerance.Exact, ReferenceMovement.Pad(X, pads));
        new OperatorCase("Pad", 13).Input(X).Constant(TestTensors.Int64s(pads)).Check(Tolerance.Exact, ReferenceMovement.Pad(X, pads));
    }

    [Fact]
    public void From_opset_18_axes_may_be_chosen() =>
        new OperatorCase("Pad", 18).Input(X).Constant(TestTensors.Int64s(1, 2, 3, 4)).Omitted().Constant(TestTensors.Int64s(-1, 2))
            .Check(Tolerance.Exact, ReferenceMovement.Pad(X, [0, 0, 2, 1, 0, 0, 4, 3]));

    [Theory]
    [InlineData("reflect")]
    [InlineData("edge")]
    [InlineData("wrap")]
    public void Repetition_of_any_type_also_of_cropped_tensors(string mode)
    {
        foreach (ElementType type in new[] { ElementType.Int32, ElementType.UInt8, ElementType.Float64, ElementType.Int16 })
        {
            Tensor x = new TensorRandom(4).Any(type, new Shape(2, 3, 5, 4), 0, 100);
            foreach (long[] pads in new long[][] { [1, 0, 4, 3, 0, 1, 2, 3], [0, 2, -1, 2, 0, 0, 2, -1] })
            {
                new OperatorCase("Pad", 19).Input(x).Input(TestTensors.Int64s(pads)).Attribute("mode", mode).WithoutOnnxRuntime()
                    .Check(Tolerance.Exact, Repeated(x, pads, mode));
            }
        }
    }

    [Fact]
    public void Wrapping_more_than_once() => new OperatorCase("Pad", 19).Input(X).Constant(TestTensors.Int64s(0, 0, 9, 0, 0, 0, 0, 30))
        .Attribute("mode", "wrap").WithoutOnnxRuntime().Check(Tolerance.Exact, Repeated(X, [0, 0, 9, 0, 0, 0, 0, 30], "wrap"));

    [Fact]
    public void Opset_1_calls_them_paddings()
    {
        long[] pads = [0, 0, 1, 2, 0, 0, 3, 4];
        foreach (string mode in new[] { "constant", "reflect", "edge" })
        {
            new OperatorCase("Pad", 1).Input(X).Attribute("paddings", pads).Attribute("mode", mode).Attribute("value", 2f)
                .WithoutOnnxRuntime().Check(Tolerance.Exact, ReferenceMovement.Pad(X, pads, mode, 2));
        }
    }

    [Fact]
    public void Constants_of_any_type()
    {
        foreach (ElementType type in new[]
        {
            ElementType.Int8, ElementType.Bool, ElementType.Int64, ElementType.UInt16, ElementType.Float64,
        })
        {
            Tensor x = new TensorRandom(5).Any(type, new Shape(2, 3), 0, 2);
            Tensor value = new TensorRandom(6).Any(type, Shape.Scalar, 1, 2);
            foreach (long opset in new long[] { 13, 21, 25 })
            {
                new OperatorCase("Pad", opset).Input(x).Input(TestTensors.Int64s(1, 0, 0, 2)).Input(value).WithoutOnnxRuntime()
                    .Check(Tolerance.Exact, ReferenceMovement.Pad(x, [1, 0, 0, 2], "constant", value.ToDoubles()[0]));
            }
        }
    }

    [Fact]
    public void Doubles_before_opset_11()
    {
        Tensor x = new TensorRandom(7).Doubles(new Shape(2, 3));
        new OperatorCase("Pad", 2).Input(x).Attribute("pads", new[] { 1, 0, 0, 2 }).Attribute("value", 0.5f)
            .Check(Tolerance.Exact, ReferenceMovement.Pad(x, [1, 0, 0, 2], "constant", 0.5));
    }

    [Theory]
    [InlineData("reflect")]
    [InlineData("edge")]
    [InlineData("wrap")]
    public void A_border_of_a_million_rows_is_one_step(string mode)
    {
        Tensor x = TestTensors.Floats(new Shape(2, 1), 1, 2);
        byte[] model = new OperatorCase("Pad", 19).Input(x).Constant(TestTensors.Int64s(1 << 20, 0, 1 << 20, 0)).Attribute("mode", mode)
            .Build(symbolic: false, folded: false);
        float[] y = TestEngines.Best.Run(model, [x])[0].Span<float>().ToArray();
        Assert.Equal((2 << 20) + 2, y.Length);
        Assert.Equal([1f, 2f], y[(1 << 20)..((1 << 20) + 2)]);
        Assert.Equal(mode == "edge" ? 1f : 2f, y[(1 << 20) - 1]);
    }

    [Theory]
    [InlineData("reflect")]
    [InlineData("wrap")]
    public void Nothing_to_repeat_is_refused(string mode)
    {
        Tensor x = new TensorRandom(8).Floats(2, 3);
        byte[] model = new OperatorCase("Pad", 19).Input(x).Constant(TestTensors.Int64s(-2, 0, 3, 0)).Attribute("mode", mode)
            .Build(symbolic: false, folded: false);
        RefusedModel.With(() => TestEngines.Best.Run(model, [x]));
    }

    // By its definition: the index of what is left of the source, mirrored, clamped or counted from the other end.
    private static NdArray Repeated(NdArray x, long[] pads, string mode)
    {
        int rank = x.Rank;
        long[] shape = [.. x.Shape.Select((e, a) => e + pads[a] + pads[a + rank])];
        return NdArray.Build(new Shape(shape), index => x[[.. index.Select((i, a) =>
        {
            long first = Math.Max(0, -pads[a]);
            long last = x.Shape[a] - 1 - Math.Max(0, -pads[a + rank]);
            long at = i - pads[a];
            while (at < first || at > last)
            {
                at = mode switch
                {
                    "edge" => Math.Clamp(at, first, last),
                    "wrap" => at < first ? at + (last - first + 1) : at - (last - first + 1),
                    _ => at < first ? (2 * first) - at : (2 * last) - at,
                };
            }

            return at;
        })]]);
    }

    [Theory]
    [InlineData(3, 3, 1, 1)]
    [InlineData(7, 7, 2, 1)]
    public void Before_a_convolution_it_merges_into_the_window(int kernel, int pad, int stride, int group)
    {
        var random = new TensorRandom(2);
        byte[] model = new OnnxModelBuilder()
            .Input("x", 2, 5, 13, 17).Initializer("w", random.Floats(16, 5 / group, kernel, kernel))
            .Initializer("pads", TestTensors.Int64s(0, 0, pad, pad - 1, 0, 0, pad, pad))
            .Node("Pad", ["x", "pads"], ["padded"])
            .Node("Conv", ["padded", "w"], ["y"], ("strides", new[] { stride, stride }), ("pads", new[] { 1, 0, 0, 1 }))
            .Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(2, 5, 13, 17)], Tolerance.Accumulated);
    }

    [Theory]
    [InlineData("constant", 2f)]
    [InlineData("reflect", 0f)]
    [InlineData("edge", 0f)]
    public void Padding_with_anything_but_zeros_stays_before_the_convolution(string mode, float value)
    {
        var random = new TensorRandom(3);
        byte[] model = new OnnxModelBuilder()
            .Input("x", 1, 5, 13, 17).Initializer("w", random.Floats(16, 5, 3, 3))
            .Initializer("pads", TestTensors.Int64s(0, 0, 1, 1, 0, 0, 1, 1)).Initializer("value", TestTensors.Float(value))
            .Node("Pad", ["x", "pads", "value"], ["padded"], ("mode", mode)).Node("Conv", ["padded", "w"], ["y"])
            .Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(1, 5, 13, 17)], Tolerance.Accumulated);
    }
}
