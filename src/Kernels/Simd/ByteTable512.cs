using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>
/// A table of 256 bytes in four 512-bit registers: an instruction looks 64 bytes up in two of them, by their low 7 bits; the highest bit
/// chooses between the pairs.
/// </summary>
internal static unsafe class ByteTable512
{
    public static bool IsSupported => Avx512Vbmi.IsSupported;

    /// <summary>Looks up the columns of all rows, as far as they are whole sixteens: x[row, column] in the table.</summary>
    /// <param name="table">256 bytes.</param>
    /// <param name="x">The first row.</param>
    /// <param name="xRow">Bytes between rows.</param>
    /// <param name="y">The first row of the result.</param>
    /// <param name="yRow">Bytes between its rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns; those behind the last whole sixteen are left out.</param>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(byte* table, byte* x, long xRow, byte* y, long yRow, long rows, long columns)
    {
        Vector512<byte> first = Vector512.Load(table), second = Vector512.Load(table + 64);
        Vector512<byte> third = Vector512.Load(table + 128), fourth = Vector512.Load(table + 192);
        for (long row = 0; row < rows; row++, x += xRow, y += yRow)
        {
            long i = 0;
            for (; i <= columns - 64; i += 64)
                Looked(Vector512.Load(x + i), first, second, third, fourth).Store(y + i);
            if ((columns & 32) != 0)
            {
                Looked(Vector256.Load(x + i).ToVector512Unsafe(), first, second, third, fourth).GetLower().Store(y + i);
                i += 32;
            }

            if ((columns & 16) != 0)
            {
                Vector512<byte> indices = Vector128.Load(x + i).ToVector256Unsafe().ToVector512Unsafe();
                Looked(indices, first, second, third, fourth).GetLower().GetLower().Store(y + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Looked(
        Vector512<byte> indices, Vector512<byte> first, Vector512<byte> second, Vector512<byte> third, Vector512<byte> fourth) =>
        Vector512.ConditionalSelect(
            Vector512.LessThan(indices.AsSByte(), Vector512<sbyte>.Zero).AsByte(),
            Avx512Vbmi.PermuteVar64x8x2(third, indices, fourth), Avx512Vbmi.PermuteVar64x8x2(first, indices, second));
}
