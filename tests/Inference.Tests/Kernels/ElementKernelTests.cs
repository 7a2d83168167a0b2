using System.Numerics;
using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Comparisons, bits, questions and choices through the table: rows, repeated elements, guard pages behind operands.</summary>
public sealed unsafe class ElementKernelTests
{
    private static readonly (long Row, long Column)[] Walks = [(5, 1), (0, 1), (1, 0), (0, 0)];

    [Fact]
    public void Comparisons()
    {
        Compare<float>(ElementType.Float32, [-1.5f, 0, 2, float.NaN, float.PositiveInfinity]);
        Compare<double>(ElementType.Float64, [-1.5, 0, 2, double.NaN, double.NegativeInfinity]);
        Compare<long>(ElementType.Int64, [long.MinValue, -1, 0, 1, long.MaxValue]);
        Compare<int>(ElementType.Int32, [int.MinValue, -1, 0, 1, int.MaxValue]);
        Compare<short>(ElementType.Int16, [short.MinValue, -1, 0, 1, short.MaxValue]);
        Compare<sbyte>(ElementType.Int8, [sbyte.MinValue, -1, 0, 1, sbyte.MaxValue]);
        Compare<ulong>(ElementType.UInt64, [0, 1, 2, 1UL << 63, ulong.MaxValue]);
        Compare<uint>(ElementType.UInt32, [0, 1, 2, 1U << 31, uint.MaxValue]);
        Compare<ushort>(ElementType.UInt16, [0, 1, 2, 1 << 15, ushort.MaxValue]);
        Compare<byte>(ElementType.UInt8, [0, 1, 2, 128, 255]);
        Compare<byte>(ElementType.Bool, [0, 1, 1, 0, 1]);
    }

    [Fact]
    public void Functions_of_bits()
    {
        Bits<long>(ElementType.Int64, [long.MinValue, -1, 0, 5, 63]);
        Bits<int>(ElementType.Int32, [int.MinValue, -1, 32, 5, 31]);
        Bits<short>(ElementType.Int16, [short.MinValue, -1, 16, 5, 15]);
        Bits<sbyte>(ElementType.Int8, [sbyte.MinValue, -1, 8, 5, 7]);
        Bits<ulong>(ElementType.UInt64, [0, 1, 64, 5, ulong.MaxValue]);
        Bits<uint>(ElementType.UInt32, [0, 1, 32, 5, uint.MaxValue]);
        Bits<ushort>(ElementType.UInt16, [0, 1, 16, 5, ushort.MaxValue]);
        Bits<byte>(ElementType.UInt8, [0, 1, 8, 5, 255]);
    }

    [Fact]
    public void Questions()
    {
        float[] floats = [0, -0f, 1, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        Assert.Equal([1, 1, 0, 0, 0, 0], Test(ElementType.Float32, TestKind.IsZero, floats));
        Assert.Equal([0, 0, 0, 1, 0, 0], Test(ElementType.Float32, TestKind.IsNaN, floats));
        Assert.Equal([0, 0, 0, 0, 1, 1], Test(ElementType.Float32, TestKind.IsInfinite, floats));
        double[] doubles = Array.ConvertAll(floats, v => (double)v);
        Assert.Equal([0, 0, 0, 0, 1, 0], Test(ElementType.Float64, TestKind.IsPositiveInfinity, doubles));
        Assert.Equal([0, 0, 0, 0, 0, 1], Test(ElementType.Float64, TestKind.IsNegativeInfinity, doubles));
        Assert.Equal([1, 0, 1], Test<byte>(ElementType.Bool, TestKind.IsZero, [0, 1, 0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Choices(int size)
    {
        foreach ((long conditionRow, long conditionColumn) in Walks)
        {
            foreach ((long row, long column) in Walks)
            {
                int conditions = 1 + (int)(conditionRow + (4 * conditionColumn));
                using GuardedMemory condition = Bytes(Enumerable.Range(0, conditions).Select(i => i % 3 == 0 ? 1 : 0), 1);
                using GuardedMemory a = Bytes(Enumerable.Range(10, 1 + (int)(row + (4 * column))), size);
                using GuardedMemory b = Bytes(Enumerable.Range(60, 10), size);
                using GuardedMemory y = Bytes(Enumerable.Repeat(0, 10), size);
                var arguments = new SelectArguments
                {
                    Condition = (byte*)condition.Pointer,
                    A = a.Pointer,
                    B = b.Pointer,
                    Y = y.Pointer,
                    ConditionRow = conditionRow,
                    ConditionColumn = conditionColumn,
                    ARow = row,
                    AColumn = column,
                    BRow = 5,
                    BColumn = 1,
                    YRow = 5,
                    Rows = 2,
                    Columns = 5,
                };
                SelectKernel.Run(size, in arguments);
                for (int i = 0; i < 10; i++)
                {
                    long c = ((i / 5) * conditionRow) + ((i % 5) * conditionColumn), p = ((i / 5) * row) + ((i % 5) * column);
                    Assert.Equal(c % 3 == 0 ? 10 + p : 60 + i, ((byte*)y.Pointer)[i * size]);
                }
            }
        }
    }

    private static void Compare<T>(ElementType type, T[] values) where T : unmanaged, INumber<T>
    {
        foreach (CompareKind kind in Enum.GetValues<CompareKind>())
        {
            byte[] found = Pairs<T, byte>(values, (in BinaryArguments t) => KernelSet.For(null).Of(type).Compare(kind, in t));
            Assert.Equal(
                from a in values
                from b in values
                select (byte)(kind switch
                {
                    CompareKind.Equal => a == b,
                    CompareKind.Less => a < b,
                    CompareKind.LessOrEqual => a <= b,
                    CompareKind.Greater => a > b,
                    _ => a >= b,
                } ? 1 : 0), found);
        }
    }

    private static void Bits<T>(ElementType type, T[] values) where T : unmanaged, IBinaryInteger<T>
    {
        int width = sizeof(T) * 8;
        foreach (BitKind kind in Enum.GetValues<BitKind>())
        {
            T[] found = Pairs<T, T>(values, (in BinaryArguments t) => KernelSet.For(null).Of(type).Bits(kind, in t));
            Assert.Equal(
                from a in values
                from b in values
                select kind switch
                {
                    BitKind.And => a & b,
                    BitKind.Or => a | b,
                    BitKind.Xor => a ^ b,
                    _ when BigInteger.CreateChecked(b) < 0 || BigInteger.CreateChecked(b) >= width => T.Zero,
                    BitKind.ShiftLeft => T.CreateTruncating(BigInteger.CreateChecked(a) << int.CreateChecked(b)),
                    _ => T.CreateTruncating((BigInteger.CreateChecked(a) & ((BigInteger.One << width) - 1)) >> int.CreateChecked(b)),
                }, found);
        }
    }

    private delegate void Kernel(in BinaryArguments arguments);

    // Every value with every other: one row for each left operand, which is repeated.
    private static TResult[] Pairs<T, TResult>(T[] values, Kernel kernel) where T : unmanaged where TResult : unmanaged
    {
        using GuardedMemory operands = GuardedMemory.Of<T>(values);
        using GuardedMemory result = GuardedMemory.Of<TResult>(new TResult[values.Length * values.Length]);
        kernel(new BinaryArguments
        {
            A = operands.Pointer,
            B = operands.Pointer,
            Y = result.Pointer,
            ARow = 1,
            BColumn = 1,
            YRow = values.Length,
            Rows = values.Length,
            Columns = values.Length,
        });
        return new Span<TResult>(result.Pointer, values.Length * values.Length).ToArray();
    }

    private static byte[] Test<T>(ElementType type, TestKind kind, T[] values) where T : unmanaged
    {
        using GuardedMemory x = GuardedMemory.Of<T>(values);
        using GuardedMemory y = GuardedMemory.Of<byte>(new byte[values.Length]);
        KernelSet.For(null).Of(type).Test(kind, new UnaryArguments { X = x.Pointer, Y = y.Pointer, Rows = 1, Columns = values.Length });
        return new Span<byte>(y.Pointer, values.Length).ToArray();
    }

    private static GuardedMemory Bytes(IEnumerable<int> values, int size) =>
        GuardedMemory.Of<byte>([.. values.SelectMany(v => Enumerable.Repeat((byte)v, size))]);
}
