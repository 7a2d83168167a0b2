using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>Pairs in 256-bit vectors: AVX2. 2 x 3 sums, 3 x 2 columns and 2 of a row in 16 registers.</summary>
internal readonly unsafe struct PairProducts256<TByte> : IByteProducts<Vector256<int>, Pairs<Vector256<short>>>
{
    public static int RowShift => 0;

    public static int MaxRows(int vectors) => vectors switch { 1 => 8, 2 => 4, _ => 2 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector256<short>> LoadColumns(sbyte* source)
    {
        Vector256<short> words = Vector256.Load((short*)source);
        return new((words << 8) >> 8, words >> 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector256<short>> LoadRow(int* words) => Row(Vector256.Load(words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector256<short>> LoadRowTail(int* words, int count) => Row(Simd256.LoadTail((float*)words, count).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector256<short>> BroadcastRow(int* word) => Row(Vector256.Create(*word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sum, Pairs<Vector256<short>> row, Pairs<Vector256<short>> columns) =>
        sum + Avx2.MultiplyAddAdjacent(row.Even, columns.Even) + Avx2.MultiplyAddAdjacent(row.Odd, columns.Odd);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pairs<Vector256<short>> Row(Vector256<int> words)
    {
        Vector256<short> pairs = words.AsInt16();
        return typeof(TByte) == typeof(sbyte)
            ? new((pairs << 8) >> 8, pairs >> 8)
            : new(pairs & Vector256.Create((short)0xFF), pairs >>> 8);
    }
}
