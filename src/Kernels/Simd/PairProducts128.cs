using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>Pairs in 128-bit vectors: SSE4, or NEON without the dot product.</summary>
internal readonly unsafe struct PairProducts128<TByte> : IByteProducts<Vector128<int>, Pairs<Vector128<short>>>
{
    public static int RowShift => 0;

    public static int MaxRows(int vectors) => vectors switch { 1 => 8, 2 => 4, _ => 2 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector128<short>> LoadColumns(sbyte* source)
    {
        Vector128<short> words = Vector128.Load((short*)source);
        return new((words << 8) >> 8, words >> 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector128<short>> LoadRow(int* words) => Row(Vector128.Load(words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector128<short>> LoadRowTail(int* words, int count) => Row(Simd128.LoadTail((float*)words, count).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector128<short>> BroadcastRow(int* word) => Row(Vector128.Create(*word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sum, Pairs<Vector128<short>> row, Pairs<Vector128<short>> columns) =>
        sum + Product(row.Even, columns.Even) + Product(row.Odd, columns.Odd);

    // NEON has no instruction for pairs: each half of a lane is multiplied as a 32-bit number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Product(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported)
            return Sse2.MultiplyAddAdjacent(a, b);
        Vector128<int> x = a.AsInt32(), y = b.AsInt32();
        return (((x << 16) >> 16) * ((y << 16) >> 16)) + ((x >> 16) * (y >> 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pairs<Vector128<short>> Row(Vector128<int> words)
    {
        Vector128<short> pairs = words.AsInt16();
        return typeof(TByte) == typeof(sbyte)
            ? new((pairs << 8) >> 8, pairs >> 8)
            : new(pairs & Vector128.Create((short)0xFF), pairs >>> 8);
    }
}
