using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Every function of one float at every length, and at every value that matters.</summary>
public sealed unsafe class UnaryKernelTests
{
    private const float Alpha = 0.25f, Beta = 0.5f;

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_length_gives_the_bits_of_the_whole(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach (UnaryKind kind in Enum.GetValues<UnaryKind>())
        {
            float[] values = Values(kind, 2 * kernels.Lanes + 3);
            float[] whole = Run(kernels, kind, values);
            for (int length = 1; length < values.Length; length++)
            {
                float[] part = Run(kernels, kind, values[..length]);
                Assert.True(
                    whole.AsSpan(0, length).SequenceEqual(part),
                    $"{kind} over {length} values: {string.Join(' ', part)}, expected {string.Join(' ', whole[..length])}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_function_is_precise(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach (UnaryKind kind in Enum.GetValues<UnaryKind>())
        {
            float[] values = Values(kind, 4001);
            float[] found = Run(kernels, kind, values);
            for (int i = 0; i < values.Length; i++)
            {
                double expected = Reference(kind, values[i]);
                double allowed = 4e-7 * Math.Max(1, Math.Abs(expected));
                Assert.True(
                    Math.Abs(expected - found[i])
                    <= allowed, $"{instructionSet}: {kind}({values[i]:R}) is {found[i]:R}, expected {expected:R}");
            }
        }
    }

    /// <summary>
    /// Floats of all magnitudes against doubles, relative to the larger of the result and 1. The bounds are those over all floats at every
    /// width, a little above what was measured.
    /// </summary>
    [Theory]
    [InlineData(nameof(UnaryKind.Sigmoid), 1.0e-7)]
    [InlineData(nameof(UnaryKind.Silu), 1.3e-7)]
    [InlineData(nameof(UnaryKind.Tanh), 1.1e-7)]
    [InlineData(nameof(UnaryKind.Erf), 1.9e-7)]
    [InlineData(nameof(UnaryKind.Gelu), 2.2e-7)]
    [InlineData(nameof(UnaryKind.GeluTanh), 1.3e-7)]
    [InlineData(nameof(UnaryKind.Mish), 1.4e-7)]
    [InlineData(nameof(UnaryKind.Softplus), 1.6e-7)]
    public void Every_magnitude_is_precise(string function, double allowed)
    {
        UnaryKind kind = Enum.Parse<UnaryKind>(function);
        // A prime step through the bits of all floats, and every 1024th from -117 to 117, where the functions bend.
        const int Step = 65_537;
        float[] values =
        [
            .. Enumerable.Range(0, (int)(uint.MaxValue / Step)).Select(i => BitConverter.UInt32BitsToSingle((uint)i * Step))
                .Where(float.IsFinite), .. Enumerable.Range(-120_000, 240_001).Select(i => i / 1024f),
        ];
        double[] expected = [.. values.Select(value => Far(kind, value) ?? Reference(kind, value, 1))];
        foreach (InstructionSet instructionSet in KernelSet.Available)
        {
            float[] found = Run(KernelSet.For(instructionSet), kind, values, alpha: 1);
            for (int i = 0; i < values.Length; i++)
            {
                if (!(Math.Abs(expected[i] - found[i]) <= allowed * Math.Max(1, Math.Abs(expected[i]))))
                    Assert.Fail($"{instructionSet}: {kind}({values[i]:R}) is {found[i]:R}, expected {expected[i]:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Saturated_functions_are_exact(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        float[] ends = [float.NegativeInfinity, float.PositiveInfinity];
        Assert.Equal([0, 1], Run(kernels, UnaryKind.Sigmoid, ends));
        Assert.Equal([-1, 1], Run(kernels, UnaryKind.Tanh, ends));
        Assert.Equal([-1, 1], Run(kernels, UnaryKind.Erf, ends));
        Assert.Equal([0, float.PositiveInfinity], Run(kernels, UnaryKind.Softplus, ends));
        float[] huge = [float.MinValue, -1e30f, 1e30f, float.MaxValue];
        foreach (UnaryKind kind in new[] { UnaryKind.Silu, UnaryKind.Mish, UnaryKind.Gelu, UnaryKind.GeluTanh })
            Assert.Equal([0, 0, 1e30f, float.MaxValue], Run(kernels, kind, huge, alpha: 1));
        Assert.Equal([0, float.PositiveInfinity], Run(kernels, UnaryKind.Gelu, ends));
    }

    // Where the definition overflows in double precision.
    private static double? Far(UnaryKind kind, double x) => Math.Abs(x) <= 700 ? null
        : kind switch
        {
            UnaryKind.Sigmoid => x < 0 ? 0 : 1,
            UnaryKind.Tanh or UnaryKind.Erf => Math.Sign(x),
            _ => Math.Max(0, x),
        };

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Rows_may_be_strided_and_results_in_place(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        using GuardedMemory x = GuardedMemory.Of(KernelSets.Random(3 * 11 + 7, 1));
        float[] before = x.Span.ToArray();
        kernels.Float32.Unary(
            UnaryKind.LeakyRelu,
            new UnaryArguments { X = x.Pointer, XRow = 11, Y = x.Pointer, YRow = 11, Rows = 4, Columns = 7, Alpha = Alpha });
        for (int i = 0; i < before.Length; i++)
            Assert.Equal(i % 11 < 7 && before[i] < 0 ? Alpha * before[i] : before[i], x.Span[i]);
    }

    private static float[] Run(KernelSet kernels, UnaryKind kind, float[] values, float alpha = Alpha)
    {
        using GuardedMemory x = GuardedMemory.Of(values);
        using var y = new GuardedMemory(values.Length);
        kernels.Float32.Unary(
            kind, new UnaryArguments { X = x.Pointer, Y = y.Pointer, Rows = 1, Columns = values.Length, Alpha = alpha, Beta = Beta });
        return y.Span.ToArray();
    }

    private static float[] Values(UnaryKind kind, int count) => kind switch
    {
        UnaryKind.Log or UnaryKind.Sqrt or UnaryKind.Reciprocal => KernelSets.Random(count, 5, 0.001f, 20),
        UnaryKind.Exp => KernelSets.Random(count, 6, -20, 2),
        UnaryKind.Asin or UnaryKind.Acos or UnaryKind.Atanh => KernelSets.Random(count, 5, -0.999f, 0.999f),
        UnaryKind.Acosh => KernelSets.Random(count, 5, 1, 20),
        UnaryKind.Tan => KernelSets.Random(count, 5, -1.5f, 1.5f),
        _ => KernelSets.Random(count, 7, -10, 10),
    };

    // The functions of doubles are those of floats, and their references here.
    [Fact]
    public void Doubles()
    {
        KernelSet kernels = KernelSet.For(null);
        foreach (UnaryKind kind in Enum.GetValues<UnaryKind>())
        {
            double[] values = Array.ConvertAll(Values(kind, 501), v => (double)v);
            double[] found = new double[values.Length];
            fixed (double* x = values, y = found)
                kernels.Float64.Unary(
                    kind, new UnaryArguments { X = x, Y = y, Rows = 1, Columns = values.Length, Alpha = Alpha, Beta = Beta });
            for (int i = 0; i < values.Length; i++)
            {
                double expected = Reference(kind, values[i]);
                Assert.True(
                    Math.Abs(expected - found[i]) <= 1e-13 * Math.Max(1, Math.Abs(expected)),
                    $"{kind}({values[i]:R}) is {found[i]:R}, expected {expected:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void NaN_passes(InstructionSet instructionSet)
    {
        foreach (UnaryKind kind in Enum.GetValues<UnaryKind>().Except([UnaryKind.ThresholdedRelu, UnaryKind.Shrink]))
            Assert.All(
                Run(KernelSet.For(instructionSet), kind, [float.NaN, float.NaN]), v => Assert.True(float.IsNaN(v), $"{kind} is {v}"));
    }

    private static double Reference(UnaryKind kind, double x, double alpha = Alpha) => kind switch
    {
        UnaryKind.Identity => x,
        UnaryKind.Clip => Math.Min(Math.Max(x, Alpha), Beta),
        UnaryKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        UnaryKind.HardSigmoid => Math.Max(0, Math.Min(1, Alpha * x + Beta)),
        UnaryKind.HardSwish => x * Math.Max(0, Math.Min(1, x / 6 + 0.5)),
        UnaryKind.Silu => x / (1 + Math.Exp(-alpha * x)),
        UnaryKind.Gelu => x * (1 + ReferenceElementwise.Erf(x / Math.Sqrt(2))) / 2,
        UnaryKind.LeakyRelu => x < 0 ? Alpha * x : x,
        UnaryKind.Tanh => Math.Tanh(x),
        UnaryKind.Erf => ReferenceElementwise.Erf(x),
        UnaryKind.Exp => Math.Exp(x),
        UnaryKind.Log => Math.Log(x),
        UnaryKind.Sqrt => Math.Sqrt(x),
        UnaryKind.Neg => -x,
        UnaryKind.Abs => Math.Abs(x),
        UnaryKind.Floor => Math.Floor(x),
        UnaryKind.Ceil => Math.Ceiling(x),
        UnaryKind.Reciprocal => 1 / x,
        UnaryKind.Elu => x < 0 ? Alpha * (Math.Exp(x) - 1) : x,
        UnaryKind.Selu => Beta * (x < 0 ? Alpha * (Math.Exp(x) - 1) : x),
        UnaryKind.Celu => Math.Max(0, x) + Math.Min(0, Alpha * (Math.Exp(x / Alpha) - 1)),
        UnaryKind.Mish => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
        UnaryKind.Softplus => Math.Log(1 + Math.Exp(x)),
        UnaryKind.ParametricSoftplus => Alpha * Math.Log(1 + Math.Exp(Beta * x)),
        UnaryKind.Softsign => x / (1 + Math.Abs(x)),
        UnaryKind.ThresholdedRelu => x > Alpha ? x : 0,
        UnaryKind.Shrink => x < -Alpha ? x + Beta : x > Alpha ? x - Beta : 0,
        UnaryKind.GeluTanh => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2,
        UnaryKind.ScaledTanh => Alpha * Math.Tanh(Beta * x),
        UnaryKind.Affine => Alpha * x + Beta,
        UnaryKind.Sign => Math.Sign(x),
        UnaryKind.Round => Math.Round(x, MidpointRounding.ToEven),
        UnaryKind.Sin => Math.Sin(x),
        UnaryKind.Cos => Math.Cos(x),
        UnaryKind.Tan => Math.Tan(x),
        UnaryKind.Asin => Math.Asin(x),
        UnaryKind.Acos => Math.Acos(x),
        UnaryKind.Atan => Math.Atan(x),
        UnaryKind.Sinh => Math.Sinh(x),
        UnaryKind.Cosh => Math.Cosh(x),
        UnaryKind.Asinh => Math.Asinh(x),
        UnaryKind.Acosh => Math.Acosh(x),
        UnaryKind.Atanh => Math.Atanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A function without a reference."),
    };
}
