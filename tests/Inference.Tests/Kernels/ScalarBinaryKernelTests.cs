using System.Numerics;
using Fovea.Inference.Steps;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Functions of two integers, or doubles, through the table: broadcasting, wrapping around, division towards zero.</summary>
public sealed unsafe class ScalarBinaryKernelTests
{
    private static readonly BinaryKind[] Kinds = Enum.GetValues<BinaryKind>();

    private static readonly BinaryKind[] Quotients = [BinaryKind.Div, BinaryKind.Mod, BinaryKind.Fmod];

    [Fact]
    public void Bytes() => Every<byte>(ElementType.UInt8, [0, 1, 2, 7, 127, 128, 200, 255]);

    [Fact]
    public void Signed_bytes() => Every<sbyte>(ElementType.Int8, [-128, -127, -7, -1, 0, 1, 2, 127]);

    [Fact]
    public void Integers() => Every<int>(ElementType.Int32, [int.MinValue, -50_000, -1, 0, 1, 3, 70_000, int.MaxValue]);

    [Fact]
    public void Long_integers() => Every<long>(ElementType.Int64, [long.MinValue, -50_000, -1, 0, 1, 3, 1L << 40, long.MaxValue]);

    [Fact]
    public void Doubles() =>
        Every<double>(ElementType.Float64, [double.NegativeInfinity, -2.5, -0.0, 0, 1e-300, 3, double.PositiveInfinity, double.NaN]);

    private static void Every<T>(ElementType type, T[] values) where T : unmanaged, INumber<T>
    {
        foreach (BinaryKind kind in Kinds)
        {
            foreach (T right in values)
            {
                // Narrower integers are divided as 32 bits and cut: their smallest number over -1 wraps around.
                bool overflows = kind == BinaryKind.Div && type is (ElementType.Int32 or ElementType.Int64) && right + T.One == T.Zero;
                T[] left = overflows ? values[1..] : values;
                if (Quotients.Contains(kind) && type != ElementType.Float64 && T.IsZero(right))
                {
                    Assert.Throws<DivideByZeroException>(() => Run(type, kind, left, [right], 1, 0));
                    continue;
                }

                if (overflows)
                    Assert.Throws<OverflowException>(() => Run(type, kind, values, [right], 1, 0));
                Assert.Equal(left.Select(a => Expected(kind, a, right)), Run(type, kind, left, [right], 1, 0));
                if (kind is BinaryKind.Add or BinaryKind.Sub or BinaryKind.Mul)
                    Assert.Equal(values.Select(b => Expected(kind, right, b)), Run(type, kind, [right], values, 0, 1));
            }

            if (!Quotients.Contains(kind))
                Assert.Equal(
                    values.Select((a, i) => Expected(kind, a, values[^(i + 1)])), Run(type, kind, values, [.. values.Reverse()], 1, 1));
        }
    }

    // Two rows that are the same, so that rows are walked too.
    private static T[] Run<T>(ElementType type, BinaryKind kind, T[] a, T[] b, long aColumn, long bColumn) where T : unmanaged
    {
        int columns = Math.Max(a.Length, b.Length);
        T[] y = new T[2 * columns];
        fixed (T* left = a, right = b, result = y)
        {
            var arguments = new BinaryArguments
            {
                A = left,
                B = right,
                Y = result,
                AColumn = aColumn,
                BColumn = bColumn,
                YRow = columns,
                Rows = 2,
                Columns = columns,
            };
            KernelSet.For(null).Of(type).Binary(kind, in arguments);
        }

        Assert.Equal(y[..columns], y[columns..]);
        return y[..columns];
    }

    private static T Expected<T>(BinaryKind kind, T a, T b) where T : unmanaged, INumber<T> => kind switch
    {
        BinaryKind.Add => Wrapped<T>(a, b, (x, y) => x + y, (x, y) => x + y),
        BinaryKind.Sub => Wrapped<T>(a, b, (x, y) => x - y, (x, y) => x - y),
        BinaryKind.Mul => Wrapped<T>(a, b, (x, y) => x * y, (x, y) => x * y),
        BinaryKind.Div => Wrapped<T>(a, b, (x, y) => BigInteger.Divide(x, y), (x, y) => x / y),
        BinaryKind.Min or BinaryKind.Minimum => T.Min(a, b),
        BinaryKind.Max or BinaryKind.Maximum => T.Max(a, b),
        BinaryKind.Pow => Cut<T>(Math.Pow(double.CreateChecked(a), double.CreateChecked(b))),
        BinaryKind.PRelu => a < T.Zero ? Expected(BinaryKind.Mul, a, b) : a,
        BinaryKind.ReluGrad => b > T.Zero ? a : T.Zero,
        BinaryKind.Fmod => Wrapped<T>(a, b, BigInteger.Remainder, (x, y) => x % y),
        BinaryKind.Mod => Wrapped<T>(a, b, Floored, (x, y) => x % y is var rest && rest != 0 && rest < 0 != y < 0 ? rest + y : rest),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A function without a reference."),
    };

    private static BigInteger Floored(BigInteger a, BigInteger b)
    {
        BigInteger rest = BigInteger.Remainder(a, b);
        return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    }

    // What the processor's instructions make of a number: of 32 bits for narrower integers, of 64 for wider ones, the smallest where it
    // does not fit.
    private static T Cut<T>(double value) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
            return T.CreateTruncating(value);
        bool wide = typeof(T) == typeof(long);
        double limit = Math.Pow(2, wide ? 63 : 31);
        BigInteger cut = value >= -limit && value < limit ? new BigInteger(value) : new BigInteger(-limit);
        return T.CreateTruncating(cut);
    }

    // Integers without bounds, cut to the bits of the type.
    private static T Wrapped<T>(
        T a, T b, Func<BigInteger, BigInteger, BigInteger> integers, Func<double, double, double> doubles) where T : unmanaged,
        INumber<T> =>
        a is double x && b is double y
            ? (T)(object)doubles(x, y)
            : T.CreateTruncating(integers(BigInteger.CreateChecked(a), BigInteger.CreateChecked(b)));
}
