using System.Runtime.CompilerServices;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>
/// Functions of two operands of bytes: each is dequantised, (byte - zero) * scale, the function is computed with floats, and the result is
/// divided by its scale, clamped, rounded, and gets its zero point. These are the operations of the nodes that it stands for, so that the
/// bits are the same.
/// </summary>
/// <typeparam name="TSimd">The operations of the vector.</typeparam>
/// <typeparam name="TVec">The vector.</typeparam>
/// <typeparam name="T">byte or sbyte.</typeparam>
internal static unsafe class ByteBinaryKernel<TSimd, TVec, T>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
    where T : unmanaged
{
    /// <summary>Computes all rows: a sum, or a product.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(BinaryKind kind, in ByteBinaryArguments t)
    {
        bool multiplies = kind == BinaryKind.Mul;
        int lanes = TSimd.Lanes;
        TVec aZero = TSimd.Broadcast(t.AZero), aScale = TSimd.Broadcast(t.AScale);
        TVec bZero = TSimd.Broadcast(t.BZero), bScale = TSimd.Broadcast(t.BScale);
        TVec yZero = TSimd.Broadcast(t.YZero), yScale = TSimd.Broadcast(t.YScale);
        TVec min = TSimd.Broadcast(t.Min), max = TSimd.Broadcast(t.Max);
        for (long row = 0; row < t.Rows; row++)
        {
            byte* a = t.A + (row * t.ARow);
            byte* b = t.B + (row * t.BRow);
            byte* y = t.Y + (row * t.YRow);
            for (long i = 0; i < t.Columns; i += lanes)
            {
                int count = (int)Math.Min(lanes, t.Columns - i);
                TVec left = TSimd.Multiply(TSimd.Subtract(Load(a, i, t.AColumn, count), aZero), aScale);
                TVec right = TSimd.Multiply(TSimd.Subtract(Load(b, i, t.BColumn, count), bZero), bScale);
                TVec result = multiplies ? TSimd.Multiply(left, right) : TSimd.Add(left, right);
                result = ByteVectors<TSimd, TVec, T>.Quantize(TSimd.Divide(result, yScale), min, max, yZero);
                if (count == lanes)
                    TSimd.StoreBytes(y + i, result);
                else
                    ByteVectors<TSimd, TVec, T>.StoreTail(y + i, result, count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Load(byte* source, long column, long step, int count)
    {
        if (step == 0)
            return TSimd.Broadcast(typeof(T) == typeof(sbyte) ? (sbyte)*source : *source);
        return count == TSimd.Lanes
            ? ByteVectors<TSimd, TVec, T>.Load(source + column)
            : ByteVectors<TSimd, TVec, T>.LoadTail(source + column, count);
    }
}
