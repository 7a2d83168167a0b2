using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>
/// Floats to bytes and back. Each element goes through the same operations at every width and place, so that all give the same bits as
/// <see cref="ScalarQuantizeKernel{T}"/>.
/// </summary>
/// <typeparam name="TSimd">The operations of the vector.</typeparam>
/// <typeparam name="TVec">The vector.</typeparam>
/// <typeparam name="T">byte or sbyte.</typeparam>
internal static unsafe class ByteQuantizeKernel<TSimd, TVec, T>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
    where T : unmanaged
{
    // The longest vector.
    private const int MostLanes = 16;

    private static float Least => typeof(T) == typeof(sbyte) ? sbyte.MinValue : byte.MinValue;

    private static float Largest => typeof(T) == typeof(sbyte) ? sbyte.MaxValue : byte.MaxValue;

    /// <summary>clamp(roundToEven(x / scale) + zero); NaN becomes the least.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Quantize(in QuantizeArguments t)
    {
        int lanes = TSimd.Lanes;
        long columns = t.Columns;
        byte* room = stackalloc byte[MostLanes];
        for (long row = 0; row < t.Rows; row++)
        {
            float* x = (float*)t.X + (row * t.XRow);
            float* scales = t.Scale + (row * t.ScaleRow);
            float* zeros = t.Zero + (row * t.ZeroRow);
            byte* y = (byte*)t.Y + (row * t.YRow);
            TVec scale = TSimd.Broadcast(*scales);
            TVec zero = TSimd.Broadcast(*zeros);
            long i = 0;
            if (t.ScaleColumn == 0 && t.ZeroColumn == 0 && t.YColumn == 1)
            {
                for (; i <= columns - lanes; i += lanes)
                    TSimd.StoreBytes(y + i, Quantized(TSimd.Load(x + i), scale, zero));
            }

            for (; i < columns; i += lanes)
            {
                // Lanes behind the last column have a scale of 0. What comes of them is not stored.
                int count = (int)Math.Min(lanes, columns - i);
                if (t.ScaleColumn != 0)
                    scale = LoadSome(scales + i, count);
                if (t.ZeroColumn != 0)
                    zero = LoadSome(zeros + i, count);
                TSimd.StoreBytes(room, Quantized(LoadSome(x + i, count), scale, zero));
                for (int lane = 0; lane < count; lane++)
                    y[(i + lane) * t.YColumn] = room[lane];
            }
        }
    }

    /// <summary>(x - zero) * scale.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Dequantize(in QuantizeArguments t)
    {
        int lanes = TSimd.Lanes;
        long columns = t.Columns;
        for (long row = 0; row < t.Rows; row++)
        {
            byte* x = (byte*)t.X + (row * t.XRow);
            float* scales = t.Scale + (row * t.ScaleRow);
            float* zeros = t.Zero + (row * t.ZeroRow);
            float* y = (float*)t.Y + (row * t.YRow);
            TVec scale = TSimd.Broadcast(*scales);
            TVec zero = TSimd.Broadcast(*zeros);
            long i = 0;
            for (; i <= columns - lanes; i += lanes)
            {
                if (t.ScaleColumn != 0)
                    scale = TSimd.Load(scales + i);
                if (t.ZeroColumn != 0)
                    zero = TSimd.Load(zeros + i);
                TSimd.Store(y + i, TSimd.Multiply(TSimd.Subtract(ByteVectors<TSimd, TVec, T>.Load(x + i), zero), scale));
            }

            int tail = (int)(columns - i);
            if (tail == 0)
                continue;
            if (t.ScaleColumn != 0)
                scale = TSimd.LoadTail(scales + i, tail);
            if (t.ZeroColumn != 0)
                zero = TSimd.LoadTail(zeros + i, tail);
            TSimd.StoreTail(y + i, TSimd.Multiply(TSimd.Subtract(ByteVectors<TSimd, TVec, T>.LoadTail(x + i, tail), zero), scale), tail);
        }
    }

    // Clamped before the zero point is added, so that what is rounded is small.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Quantized(TVec x, TVec scale, TVec zero)
    {
        TVec quotient = TSimd.Divide(x, scale);
        quotient = TSimd.SelectNaN(quotient, TSimd.Broadcast(float.NegativeInfinity), quotient);
        return ByteVectors<TSimd, TVec, T>.Quantize(
            quotient, TSimd.Subtract(TSimd.Broadcast(Least), zero), TSimd.Subtract(TSimd.Broadcast(Largest), zero), zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec LoadSome(float* source, int count) =>
        count == TSimd.Lanes ? TSimd.Load(source) : TSimd.LoadTail(source, count);
}
