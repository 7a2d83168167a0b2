using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class CastTests
{
    public static TheoryData<ElementType, ElementType> Pairs()
    {
        var data = new TheoryData<ElementType, ElementType>();
        foreach (ElementType from in Enum.GetValues<ElementType>())
        {
            foreach (ElementType to in Enum.GetValues<ElementType>())
                data.Add(from, to);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Between_every_two_types(ElementType from, ElementType to)
    {
        Tensor x = new TensorRandom(1).Any(from, new Shape(3, 17), 0, from == ElementType.Bool ? 2 : 100);
        new OperatorCase("Cast", 13).Input(x).Attribute("to", (int)to).Outputs(to)
            .Check(Tolerance.Rounding, NdArray.Of(x).Select(v => Convert(v, to)));
    }

    [Fact]
    public void Floats_are_cut_towards_zero()
    {
        Tensor x = TestTensors.Floats(-2.9f, -1.5f, -0.5f, 0.5f, 1.5f, 2.9f);
        new OperatorCase("Cast", 9).Input(x).Attribute("to", (int)ElementType.Int64).Outputs(ElementType.Int64)
            .Check(Tolerance.Exact, new NdArray(new Shape(6), [-2, -1, 0, 0, 1, 2]));
    }

    [Fact]
    public void Large_integers_keep_all_their_digits()
    {
        Tensor x = TestTensors.Int64s(int.MaxValue, int.MinValue, (1L << 53) - 1, -(1L << 53) + 1);
        new OperatorCase("Cast", 13).Input(x).Attribute("to", (int)ElementType.Float64).Outputs(ElementType.Float64)
            .Check(Tolerance.Exact, NdArray.Of(x));
    }

    [Fact]
    public void Large_unsigned_integers_keep_all_their_digits()
    {
        Tensor x = Tensor.From<ulong>(new Shape(4), [ulong.MaxValue, 1UL << 63, (1UL << 63) + 5, 7]);
        byte[] Model(ElementType to) => new OperatorCase("Cast", 13)
            .Input(x).Attribute("to", (int)to).Outputs(to).Build(symbolic: false, folded: false);
        Assert.Equal(
            [-1, long.MinValue, long.MinValue + 5, 7], TestEngines.Best.Run(Model(ElementType.Int64), [x])[0].Span<long>().ToArray());
        Assert.Equal([uint.MaxValue, 0, 5, 7], TestEngines.Best.Run(Model(ElementType.UInt32), [x])[0].Span<uint>().ToArray());
        Assert.Equal(
            [ulong.MaxValue, 1UL << 63, (1UL << 63) + 5, 7], TestEngines.Best.Run(Model(ElementType.Float64), [x])[0].Span<double>()
                .ToArray().Select(v => v));
        double[] reals = [3e9, 1.5e19, 0.5, 65504];
        Tensor y = Tensor.From<double>(new Shape(4), reals);
        byte[] back = new OperatorCase("Cast", 13)
            .Input(y).Attribute("to", (int)ElementType.UInt64).Outputs(ElementType.UInt64).Build(symbolic: false, folded: false);
        Assert.Equal([3_000_000_000, 15_000_000_000_000_000_000, 0, 65504], TestEngines.Best.Run(back, [y])[0].Span<ulong>().ToArray());
    }

    private static double Convert(double value, ElementType to) => to switch
    {
        ElementType.Float32 or ElementType.Float64 => value,
        ElementType.Float16 => (double)(Half)value,
        ElementType.BFloat16 => (float)(BFloat16)(float)value,
        ElementType.Bool => value != 0 ? 1 : 0,
        _ => Math.Truncate(value),
    };

    [Fact]
    public void Before_opset_6_types_are_words()
    {
        Tensor x = TestTensors.Floats(-2.9f, 0, 2.9f);
        (string, ElementType)[] words =
            [("INT64", ElementType.Int64), ("UINT8", ElementType.UInt8), ("DOUBLE", ElementType.Float64), ("FLOAT", ElementType.Float32)];
        foreach ((string word, ElementType type) in words)
        {
            new OperatorCase("Cast", 1).Input(x).Attribute("to", word).Outputs(type).WithoutOnnxRuntime()
                .Check(Tolerance.Rounding, NdArray.Of(x).Select(v => type == ElementType.UInt8 ? (byte)(int)v : Convert(v, type)));
        }

        RefusedModel.With(() => TestEngines.Best.Run(
            new OperatorCase("Cast", 1).Input(x).Attribute("to", "WORD").Build(symbolic: false, folded: false), [x]));
    }

    // What no integer of the type can be becomes what the instructions of x86-64 make of it, on every processor.
    [Theory]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Bool)]
    [InlineData(ElementType.Float16)]
    public void Floats_out_of_range(ElementType type)
    {
        float[] values = [-1, -129, 255.5f, 300, 70000, -70000, 3e9f, -3e9f, 1e10f, -1e10f, 9.2e18f, 1e19f, -1e20f, float.PositiveInfinity,
            float.NegativeInfinity, float.NaN, float.MaxValue];
        Tensor x = TestTensors.Floats(values);
        byte[] model = new OperatorCase("Cast", 13).Input(x).Attribute("to", (int)type).Outputs(type).Build(symbolic: false, folded: false);
        ModelCheck.AgreesWithOnnxRuntime(model, [x], Tolerance.Exact);
    }

    [Fact]
    public void Bfloat16_is_rounded_to_the_nearest_and_to_even()
    {
        Tensor x = TestTensors.Floats(1 + 1f / 256, 1 + 3f / 256, 1 + 1.01f / 256, 3.4e38f, float.NaN, -0f, 1e-40f, float.NegativeInfinity);
        byte[] model = new OperatorCase("Cast", 13).Input(x).Attribute("to", (int)ElementType.BFloat16).Outputs(ElementType.BFloat16)
            .Build(symbolic: false, folded: false);
        ushort[] found = [.. TestEngines.Best.Run(model, [x])[0].Span<BFloat16>().ToArray().Select(v => v.Bits)];
        Assert.Equal([0x3F80, 0x3F82, 0x3F81, 0x7F80, found[4], 0x8000, 0x0001, 0xFF80], found);
        Assert.True(float.IsNaN(new BFloat16(found[4])));
    }
}
