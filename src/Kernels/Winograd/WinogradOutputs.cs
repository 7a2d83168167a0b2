using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Winograd;

/// <summary>
/// The transforms back, A' m: output i is the sum over the points of point^i times its product, and the last output has the product at
/// infinity too. Opposite points enter even outputs by their sum and odd ones by their difference.
/// </summary>
internal static unsafe class WinogradOutputs<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>The sum and the difference of two consecutive products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pair(float* from, nint stride, out TVec sum, out TVec difference)
    {
        TVec plus = TSimd.Load(from), minus = TSimd.Load(from + stride);
        sum = TSimd.Add(plus, minus);
        difference = TSimd.Subtract(plus, minus);
    }

    /// <summary>The even outputs of points 0, +-1, +-2, infinity: of the product at 0 and the sums at 1 and 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SixEven(TVec zero, TVec ones, TVec twos, out TVec first, out TVec third)
    {
        first = TSimd.Add(zero, TSimd.Add(ones, twos));
        third = TSimd.MultiplyAdd(TSimd.Broadcast(4f), twos, ones);
    }

    /// <summary>The odd outputs of points 0, +-1, +-2, infinity: of the differences at 1 and 2 and the product at infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SixOdd(TVec ones, TVec twos, TVec infinity, out TVec second, out TVec fourth)
    {
        second = TSimd.MultiplyAdd(TSimd.Broadcast(2f), twos, ones);
        fourth = TSimd.MultiplyAdd(TSimd.Broadcast(8f), twos, TSimd.Add(ones, infinity));
    }

    /// <summary>Points 0, +-1, +-2, +-1/2, infinity to 4 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Eight(float* from, nint stride, float* to, nint toStride)
    {
        Pair(from + stride, stride, out TVec sum1, out TVec difference1);
        Pair(from + (3 * stride), stride, out TVec sum2, out TVec difference2);
        Pair(from + (5 * stride), stride, out TVec sumHalf, out TVec differenceHalf);
        TSimd.Store(to, TSimd.Add(TSimd.Add(TSimd.Load(from), sum1), TSimd.Add(sum2, sumHalf)));
        TSimd.Store(to + toStride, Sum(difference1, 2f, difference2, 0.5f, differenceHalf));
        TSimd.Store(to + (2 * toStride), Sum(sum1, 4f, sum2, 0.25f, sumHalf));
        TSimd.Store(
            to + (3 * toStride), Sum(TSimd.Add(difference1, TSimd.Load(from + (7 * stride))), 8f, difference2, 0.125f, differenceHalf));
    }

    /// <summary>Points 0, +-1, +-2, +-1/2, infinity to 6 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EightToSix(float* from, nint stride, float* to, nint toStride)
    {
        Pair(from + stride, stride, out TVec sum1, out TVec difference1);
        Pair(from + (3 * stride), stride, out TVec sum2, out TVec difference2);
        Pair(from + (5 * stride), stride, out TVec sumHalf, out TVec differenceHalf);
        TSimd.Store(to, TSimd.Add(TSimd.Add(TSimd.Load(from), sum1), TSimd.Add(sum2, sumHalf)));
        TSimd.Store(to + toStride, Sum(difference1, 2f, difference2, 0.5f, differenceHalf));
        TSimd.Store(to + (2 * toStride), Sum(sum1, 4f, sum2, 0.25f, sumHalf));
        TSimd.Store(to + (3 * toStride), Sum(difference1, 8f, difference2, 0.125f, differenceHalf));
        TSimd.Store(to + (4 * toStride), Sum(sum1, 16f, sum2, 0.0625f, sumHalf));
        TSimd.Store(
            to + (5 * toStride),
            Sum(TSimd.Add(difference1, TSimd.Load(from + (7 * stride))), 32f, difference2, 0.03125f, differenceHalf));
    }

    /// <summary>Points 0, +-1, +-2, +-1/2, +-5/4, infinity to 4 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ten(float* from, nint stride, float* to, nint toStride)
    {
        Pair(from + stride, stride, out TVec sum1, out TVec difference1);
        Pair(from + (3 * stride), stride, out TVec sum2, out TVec difference2);
        Pair(from + (5 * stride), stride, out TVec sumHalf, out TVec differenceHalf);
        Pair(from + (7 * stride), stride, out TVec sumMore, out TVec differenceMore);
        TSimd.Store(to, TSimd.Add(TSimd.Add(TSimd.Load(from), TSimd.Add(sum1, sumMore)), TSimd.Add(sum2, sumHalf)));
        TSimd.Store(
            to + toStride,
            TSimd.MultiplyAdd(TSimd.Broadcast(1.25f), differenceMore, Sum(difference1, 2f, difference2, 0.5f, differenceHalf)));
        TSimd.Store(to + (2 * toStride), TSimd.MultiplyAdd(TSimd.Broadcast(1.5625f), sumMore, Sum(sum1, 4f, sum2, 0.25f, sumHalf)));
        TVec last = Sum(TSimd.Add(difference1, TSimd.Load(from + (9 * stride))), 8f, difference2, 0.125f, differenceHalf);
        TSimd.Store(to + (3 * toStride), TSimd.MultiplyAdd(TSimd.Broadcast(1.953125f), differenceMore, last));
    }

    // a + p b + q c.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Sum(TVec a, float p, TVec b, float q, TVec c) =>
        TSimd.MultiplyAdd(TSimd.Broadcast(q), c, TSimd.MultiplyAdd(TSimd.Broadcast(p), b, a));
}
