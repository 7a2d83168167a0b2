using System.Runtime.CompilerServices;

namespace Fovea.Kernels.Simd;

/// <summary>One sum at a time.</summary>
internal readonly unsafe struct ScalarProducts<TByte> : IByteProducts<int, int>
{
    public static int RowShift => 0;

    public static int MaxRows(int vectors) => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LoadColumns(sbyte* source) => *(int*)source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LoadRow(int* words) => *words;

    // One sum has no tails.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LoadRowTail(int* words, int count) => *words;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BroadcastRow(int* word) => *word;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MultiplyAdd(int sum, int row, int column) =>
        sum + (Byte(row) * (sbyte)column) + (Byte(row >> 8) * (sbyte)(column >> 8)) + (Byte(row >> 16) * (sbyte)(column >> 16))
            + (Byte(row >> 24) * (sbyte)(column >> 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Byte(int word) => typeof(TByte) == typeof(sbyte) ? (sbyte)word : (byte)word;
}
