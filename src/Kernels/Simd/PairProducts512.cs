using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>
/// Pairs in 512-bit vectors: AVX-512, without AVX-VNNI or where it is slower. 6 x 3 sums, 3 x 2 columns and 2 of a row in 32 registers.
/// </summary>
internal readonly unsafe struct PairProducts512<TByte> : IByteProducts<Vector512<int>, Pairs<Vector512<short>>>
{
    public static int RowShift => 0;

    public static int MaxRows(int vectors) => vectors == 3 ? 6 : 8;

    // Columns are signed: the even byte is shifted up and back down, which repeats its sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector512<short>> LoadColumns(sbyte* source)
    {
        Vector512<short> words = Vector512.Load((short*)source);
        return new((words << 8) >> 8, words >> 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector512<short>> LoadRow(int* words) => Row(Vector512.Load(words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector512<short>> LoadRowTail(int* words, int count) => Row(Simd512.LoadTail((float*)words, count).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs<Vector512<short>> BroadcastRow(int* word) => Row(Vector512.Create(*word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAdd(Vector512<int> sum, Pairs<Vector512<short>> row, Pairs<Vector512<short>> columns) =>
        sum + Avx512BW.MultiplyAddAdjacent(row.Even, columns.Even) + Avx512BW.MultiplyAddAdjacent(row.Odd, columns.Odd);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pairs<Vector512<short>> Row(Vector512<int> words)
    {
        Vector512<short> pairs = words.AsInt16();
        return typeof(TByte) == typeof(sbyte)
            ? new((pairs << 8) >> 8, pairs >> 8)
            : new(pairs & Vector512.Create((short)0xFF), pairs >>> 8);
    }
}
