using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Fovea.Kernels.Simd;

/// <summary>
/// NEON's dot product: one instruction for four products of signed bytes and their sums in each of 4 lanes; there are 32 registers.
/// </summary>
internal readonly unsafe struct DotProducts128<TByte> : IByteProducts<Vector128<int>, Vector128<sbyte>>
{
    public static int RowShift => typeof(TByte) == typeof(byte) ? -128 : 0;

    public static int MaxRows(int vectors) => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> LoadColumns(sbyte* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> LoadRow(int* words) => Row(Vector128.Load(words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> LoadRowTail(int* words, int count) => Row(Simd128.LoadTail((float*)words, count).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> BroadcastRow(int* word) => Row(Vector128.Create(*word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sum, Vector128<sbyte> row, Vector128<sbyte> columns) =>
        Dp.DotProduct(sum, row, columns);

    // The instruction takes rows of signed bytes; inverting the highest bit subtracts 128.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<sbyte> Row(Vector128<int> words)
    {
        Vector128<sbyte> bytes = words.AsSByte();
        return typeof(TByte) == typeof(byte) ? bytes ^ Vector128.Create(sbyte.MinValue) : bytes;
    }
}
