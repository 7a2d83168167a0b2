using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>
/// AVX-VNNI: one instruction for four products and their sums in each of 8 lanes, without saturation. It reaches 16 registers: 4 x 3 sums,
/// 3 columns and a row.
/// </summary>
internal readonly unsafe struct VnniProducts256<TByte> : IByteProducts<Vector256<int>, Vector256<byte>>
{
    public static int RowShift
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(TByte) == typeof(sbyte) ? 128 : 0;
    }

    public static int MaxRows(int vectors) => vectors switch { 1 => 8, 2 => 6, _ => 4 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LoadColumns(sbyte* source) => Vector256.Load((byte*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LoadRow(int* words) => Row(Vector256.Load(words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LoadRowTail(int* words, int count) => Row(Simd256.LoadTail((float*)words, count).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> BroadcastRow(int* word) => Row(Vector256.Create(*word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sum, Vector256<byte> row, Vector256<byte> columns) =>
        AvxVnni.MultiplyWideningAndAdd(sum, row, columns.AsSByte());

    // The instruction takes rows of unsigned bytes; inverting the sign adds 128.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Row(Vector256<int> words)
    {
        Vector256<byte> bytes = words.AsByte();
        return typeof(TByte) == typeof(sbyte) ? bytes ^ Vector256.Create((byte)0x80) : bytes;
    }
}
