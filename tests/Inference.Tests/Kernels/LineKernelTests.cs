using System.Numerics;
using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Lines;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Kernels of lines along an axis, and reductions of other types than float, with memory that ends at guard pages.</summary>
public sealed unsafe class LineKernelTests
{
    private const int Outer = 3;

    private static readonly KernelSet Kernels = KernelSet.For(null);

    [Fact]
    public void Floats() => Every<float>(ElementType.Float32, v => v - 3.5f);

    [Fact]
    public void Doubles() => Every<double>(ElementType.Float64, v => v - 3.5);

    [Fact]
    public void Long_integers() => Every<long>(ElementType.Int64, v => v - 4);

    [Fact]
    public void Short_integers() => Every<short>(ElementType.Int16, v => (short)(v - 4));

    [Fact]
    public void Bytes() => Every<byte>(ElementType.UInt8, v => (byte)v);

    [Fact]
    public void Reductions_of_integers_wrap_around_and_round_towards_zero()
    {
        Assert.Equal(int.MinValue, Reduce(ReductionKind.Sum, int.MaxValue, 1));
        Assert.Equal(int.MaxValue - 1, Reduce(ReductionKind.Mean, int.MaxValue, int.MaxValue - 2));
        Assert.Equal(-1, Reduce(ReductionKind.Mean, -1, -2));
        Assert.Equal(int.MinValue, Reduce(ReductionKind.L1, int.MinValue));
        Assert.Equal(2, Reduce(ReductionKind.L2, 2, 2));
        Assert.Equal(int.MinValue, Reduce(ReductionKind.Max));
        Assert.Equal(int.MaxValue, Reduce(ReductionKind.Min));
        Assert.Equal(0, Reduce(ReductionKind.Mean));
        Assert.Equal(1, Reduce(ReductionKind.Prod));
        Assert.Equal(int.MinValue, Reduce(ReductionKind.LogSum));
        Assert.Equal(100, Reduce(ReductionKind.LogSumExp, 100, 90));
    }

    [Fact]
    public void Reductions_of_booleans()
    {
        bool[] values = [true, false, false, false, true, true];
        bool[] results = new bool[3];
        foreach (bool all in new[] { true, false })
        {
            fixed (bool* x = values, y = results)
                Kernels.Bool.ReduceRows(
                    all ? ReductionKind.Min : ReductionKind.Max, new() { X = x, XRow = 2, Y = y, Rows = 3, Columns = 2 });
            Assert.Equal(all ? [false, false, true] : [true, false, true], results);
            fixed (bool* x = values, y = results)
                Kernels.Bool.ReduceRows(all ? ReductionKind.Min : ReductionKind.Max, new() { X = x, Y = y, Rows = 1, Columns = 0 });
            Assert.Equal(all, results[0]);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            fixed (bool* x = values, y = results)
                Kernels.Bool.ReduceRows(ReductionKind.Sum, new() { X = x, Y = y, Rows = 1, Columns = 1 });
        });
    }

    private static int Reduce(ReductionKind kind, params int[] values)
    {
        int result;
        fixed (int* x = values)
            Kernels.Int32.ReduceRows(kind, new ReductionArguments { X = x, Y = &result, Rows = 1, Columns = values.Length });
        return result;
    }

    private static void Every<T>(ElementType type, Func<int, T> draw) where T : unmanaged, INumber<T>
    {
        foreach (int inner in new[] { 1, 2, 33 })
        {
            foreach (int extent in new[] { 1, 2, 9 })
            {
                var random = new Random(extent);
                T[] x = [.. Enumerable.Range(0, Outer * extent * inner).Select(_ => draw(random.Next(0, 8)))];
                foreach (bool flag in new[] { true, false })
                {
                    Extremes(type, x, extent, inner, flag);
                    Selection(type, x, extent, inner, Math.Min(4, extent), flag);
                }
            }
        }
    }

    private static void Extremes<T>(ElementType type, T[] x, int extent, int inner, bool largest) where T : unmanaged, INumber<T>
    {
        using var operand = new GuardedMemory(x.Length, elementSize: sizeof(T));
        using var found = new GuardedMemory(Outer * inner, elementSize: sizeof(long));
        x.CopyTo(operand.Elements<T>());
        Kernels.Of(type).ExtremeIndex(largest, false, new LineArguments
        {
            X = operand.Pointer,
            Indices = (long*)found.Pointer,
            Extent = extent,
            Inner = inner,
            Results = 1,
            LastLine = Outer * inner,
        });
        for (int line = 0; line < Outer * inner; line++)
        {
            T[] values = Line(x, line, extent, inner);
            Assert.Equal(Array.IndexOf(values, largest ? values.Max() : values.Min()), found.Elements<long>()[line]);
        }
    }

    private static void Selection<T>(ElementType type, T[] x, int extent, int inner, int count, bool largest)
        where T : unmanaged, INumber<T>
    {
        using GuardedMemory operand = new(x.Length, elementSize: sizeof(T)), values = new(Outer * inner * count, elementSize: sizeof(T));
        using GuardedMemory found = new(Outer * inner * count, elementSize: sizeof(long)), scratch = new(count, elementSize: sizeof(long));
        x.CopyTo(operand.Elements<T>());
        Kernels.Of(type).Select(largest, new LineArguments
        {
            X = operand.Pointer,
            Y = values.Pointer,
            Indices = (long*)found.Pointer,
            Scratch = (long*)scratch.Pointer,
            Extent = extent,
            Inner = inner,
            Results = count,
            LastLine = Outer * inner,
        });
        for (int line = 0; line < Outer * inner; line++)
        {
            T[] all = Line(x, line, extent, inner);
            IEnumerable<int> positions = Enumerable.Range(0, extent);
            int[] order = [.. (largest ? positions.OrderByDescending(i => all[i]) : positions.OrderBy(i => all[i])).Take(count)];
            for (int i = 0; i < count; i++)
            {
                int at = (line / inner * count * inner) + (i * inner) + (line % inner);
                Assert.Equal((order[i], all[order[i]]), (found.Elements<long>()[at], values.Elements<T>()[at]));
            }
        }
    }

    private static T[] Line<T>(T[] x, int line, int extent, int inner) =>
        [.. Enumerable.Range(0, extent).Select(i => x[(line / inner * extent * inner) + (i * inner) + (line % inner)])];
}
