using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Winograd;

/// <summary>
/// The transforms of 4, 6, 8 and 10 inputs, B' d. With t = x^2 and the squares q of the other pairs, the rows of the points +p and -p are
/// the coefficients of (x^2 +- p x) E(t), E(t) = product of (t - q): half the sum over even inputs, half over odd ones. Row 0 is the
/// product of all (t - q), the last row x times that. Coefficients are written lowest power first.
/// </summary>
internal static unsafe class WinogradInputs<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>Points 0, +-1, infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Four(float* from, nint stride, float* to, nint toStride)
    {
        TVec d0 = TSimd.Load(from), d1 = TSimd.Load(from + stride), d2 = TSimd.Load(from + (2 * stride)),
            d3 = TSimd.Load(from + (3 * stride));
        TSimd.Store(to, TSimd.Subtract(d2, d0));
        TSimd.Store(to + toStride, TSimd.Add(d2, d1));
        TSimd.Store(to + (2 * toStride), TSimd.Subtract(d2, d1));
        TSimd.Store(to + (3 * toStride), TSimd.Subtract(d3, d1));
    }

    /// <summary>Points 0, +-1, +-2, infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Six(float* from, nint stride, float* to, nint toStride)
    {
        TVec d0 = TSimd.Load(from), d1 = TSimd.Load(from + stride), d2 = TSimd.Load(from + (2 * stride));
        TVec d3 = TSimd.Load(from + (3 * stride)), d4 = TSimd.Load(from + (4 * stride)), d5 = TSimd.Load(from + (5 * stride));
        Six(d0, d1, d2, d3, d4, d5, to, toStride);
    }

    /// <summary>Points 0, +-1, +-2, infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Six(TVec d0, TVec d1, TVec d2, TVec d3, TVec d4, TVec d5, float* to, nint toStride)
    {
        TSimd.Store(to, SixEnd(d0, d2, d4));
        SixOnes(d1, d2, d3, d4, out TVec plus, out TVec minus);
        TSimd.Store(to + toStride, plus);
        TSimd.Store(to + (2 * toStride), minus);
        SixTwos(d1, d2, d3, d4, out plus, out minus);
        TSimd.Store(to + (3 * toStride), plus);
        TSimd.Store(to + (4 * toStride), minus);
        TSimd.Store(to + (5 * toStride), SixEnd(d1, d3, d5));
    }

    /// <summary>The point 0 of inputs 0, 2, 4, or infinity of inputs 1, 3, 5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec SixEnd(TVec a, TVec b, TVec c) =>
        TSimd.MultiplyAdd(TSimd.Broadcast(4f), a, TSimd.MultiplyAdd(TSimd.Broadcast(-5f), b, c));

    /// <summary>The points 1 and -1 of six inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SixOnes(TVec d1, TVec d2, TVec d3, TVec d4, out TVec plus, out TVec minus)
    {
        TVec even = TSimd.MultiplyAdd(TSimd.Broadcast(-4f), d2, d4), odd = TSimd.MultiplyAdd(TSimd.Broadcast(-4f), d1, d3);
        (plus, minus) = (TSimd.Add(even, odd), TSimd.Subtract(even, odd));
    }

    /// <summary>The points 2 and -2 of six inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SixTwos(TVec d1, TVec d2, TVec d3, TVec d4, out TVec plus, out TVec minus)
    {
        TVec even = TSimd.Subtract(d4, d2), odd = TSimd.Multiply(TSimd.Broadcast(2f), TSimd.Subtract(d3, d1));
        (plus, minus) = (TSimd.Add(even, odd), TSimd.Subtract(even, odd));
    }

    /// <summary>Points 0, +-1, +-2, +-1/2, infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Eight(float* from, nint stride, float* to, nint toStride)
    {
        TVec d0 = TSimd.Load(from), d1 = TSimd.Load(from + stride), d2 = TSimd.Load(from + (2 * stride)),
            d3 = TSimd.Load(from + (3 * stride));
        TVec d4 = TSimd.Load(from + (4 * stride)), d5 = TSimd.Load(from + (5 * stride)), d6 = TSimd.Load(from + (6 * stride)),
            d7 = TSimd.Load(from + (7 * stride));
        TVec quarter = TSimd.Broadcast(0.25f), four = TSimd.Broadcast(4f), long1 = TSimd.Broadcast(-4.25f), long2 = TSimd.Broadcast(-1.25f);
        TVec minusFive = TSimd.Broadcast(-5f), wide = TSimd.Broadcast(5.25f);
        TSimd.Store(to, TSimd.MultiplyAdd(wide, TSimd.Subtract(d2, d4), TSimd.Subtract(d6, d0)));
        // 1: 1, -4.25, 1.
        Pair(TSimd.MultiplyAdd(long1, d4, TSimd.Add(d2, d6)), TSimd.MultiplyAdd(long1, d3, TSimd.Add(d1, d5)), to + toStride, toStride);
        // 2: 0.25, -1.25, 1.
        Pair(
            TSimd.MultiplyAdd(quarter, d2, TSimd.MultiplyAdd(long2, d4, d6)),
            TSimd.Multiply(TSimd.Broadcast(2f), TSimd.MultiplyAdd(quarter, d1, TSimd.MultiplyAdd(long2, d3, d5))), to
            + (3 * toStride), toStride);
        // 1/2: 4, -5, 1.
        Pair(
            TSimd.MultiplyAdd(four, d2, TSimd.MultiplyAdd(minusFive, d4, d6)),
            TSimd.Multiply(TSimd.Broadcast(0.5f), TSimd.MultiplyAdd(four, d1, TSimd.MultiplyAdd(minusFive, d3, d5))), to
            + (5 * toStride), toStride);
        TSimd.Store(to + (7 * toStride), TSimd.MultiplyAdd(wide, TSimd.Subtract(d3, d5), TSimd.Subtract(d7, d1)));
    }

    /// <summary>Points 0, +-1, +-2, +-1/2, +-5/4, infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ten(float* from, nint stride, float* to, nint toStride)
    {
        TVec d0 = TSimd.Load(from), d2 = TSimd.Load(from + (2 * stride)), d4 = TSimd.Load(from + (4 * stride));
        TVec d6 = TSimd.Load(from + (6 * stride)), d8 = TSimd.Load(from + (8 * stride));
        TVec d1 = TSimd.Load(from + stride), d3 = TSimd.Load(from + (3 * stride)), d5 = TSimd.Load(from + (5 * stride));
        TVec d7 = TSimd.Load(from + (7 * stride)), d9 = TSimd.Load(from + (9 * stride));
        TSimd.Store(to, TSimd.MultiplyAdd(TSimd.Broadcast(1.5625f), d0, Cubic(-9.203125f, 13.453125f, -6.8125f, d2, d4, d6, d8)));
        Pair(
            Cubic(-1.5625f, 7.640625f, -5.8125f, d2, d4, d6, d8), Cubic(-1.5625f, 7.640625f, -5.8125f, d1, d3, d5, d7), to
            + toStride, toStride);
        Pair(
            Cubic(-0.390625f, 2.203125f, -2.8125f, d2, d4, d6, d8),
            TSimd.Multiply(TSimd.Broadcast(2f), Cubic(-0.390625f, 2.203125f, -2.8125f, d1, d3, d5, d7)), to + (3 * toStride), toStride);
        Pair(
            Cubic(-6.25f, 11.8125f, -6.5625f, d2, d4, d6, d8),
            TSimd.Multiply(TSimd.Broadcast(0.5f), Cubic(-6.25f, 11.8125f, -6.5625f, d1, d3, d5, d7)), to + (5 * toStride), toStride);
        Pair(
            Cubic(-1f, 5.25f, -5.25f, d2, d4, d6, d8),
            TSimd.Multiply(TSimd.Broadcast(1.25f), Cubic(-1f, 5.25f, -5.25f, d1, d3, d5, d7)), to + (7 * toStride), toStride);
        TSimd.Store(
            to + (9 * toStride), TSimd.MultiplyAdd(TSimd.Broadcast(1.5625f), d1, Cubic(-9.203125f, 13.453125f, -6.8125f, d3, d5, d7, d9)));
    }

    // c0 a + c1 b + c2 c + d.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Cubic(float c0, float c1, float c2, TVec a, TVec b, TVec c, TVec d) =>
        TSimd.MultiplyAdd(TSimd.Broadcast(c0), a, TSimd.MultiplyAdd(TSimd.Broadcast(c1), b, TSimd.MultiplyAdd(TSimd.Broadcast(c2), c, d)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(TVec even, TVec odd, float* to, nint stride)
    {
        TSimd.Store(to, TSimd.Add(even, odd));
        TSimd.Store(to + stride, TSimd.Subtract(even, odd));
    }
}
