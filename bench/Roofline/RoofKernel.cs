using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Bench.Roofline;

/// <summary>
/// The two loops that measure a machine's limits at one vector width: multiply-adds without memory access, and reads with little
/// arithmetic.
/// </summary>
internal static unsafe class RoofKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    // Twelve chains hide the latency of two multiply-adds per cycle, and leave registers for the factors even if there are only 16.
    private const int Chains = 12;

    private const int Streams = 8;

    /// <summary>Floating-point operations of <see cref="MultiplyAdds"/>: two per lane.</summary>
    public static double Operations(long turns) => 2.0 * Chains * TSimd.Lanes * turns;

    /// <summary>Independent chains of multiply-adds in registers; the result keeps the JIT from removing them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float MultiplyAdds(long turns)
    {
        TVec factor = TSimd.Broadcast(0.5f), term = TSimd.Broadcast(0.25f);
        TVec a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term, i = term, j = term, k = term, l = term;
        for (long turn = 0; turn < turns; turn++)
        {
            a = TSimd.MultiplyAdd(a, factor, term);
            b = TSimd.MultiplyAdd(b, factor, term);
            c = TSimd.MultiplyAdd(c, factor, term);
            d = TSimd.MultiplyAdd(d, factor, term);
            e = TSimd.MultiplyAdd(e, factor, term);
            f = TSimd.MultiplyAdd(f, factor, term);
            g = TSimd.MultiplyAdd(g, factor, term);
            h = TSimd.MultiplyAdd(h, factor, term);
            i = TSimd.MultiplyAdd(i, factor, term);
            j = TSimd.MultiplyAdd(j, factor, term);
            k = TSimd.MultiplyAdd(k, factor, term);
            l = TSimd.MultiplyAdd(l, factor, term);
        }

        TVec low = TSimd.Add(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Add(e, f));
        TVec high = TSimd.Add(TSimd.Add(TSimd.Add(g, h), TSimd.Add(i, j)), TSimd.Add(k, l));
        return TSimd.Sum(TSimd.Add(low, high));
    }

    /// <summary>Reads a buffer of a multiple of 512 bytes once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Read(float* source, long count)
    {
        int lanes = TSimd.Lanes;
        TVec a = TSimd.Zero, b = TSimd.Zero, c = TSimd.Zero, d = TSimd.Zero, e = TSimd.Zero, f = TSimd.Zero, g = TSimd.Zero, h = TSimd.Zero;
        for (float* end = source + count; source < end; source += Streams * lanes)
        {
            a = TSimd.Add(a, TSimd.Load(source));
            b = TSimd.Add(b, TSimd.Load(source + lanes));
            c = TSimd.Add(c, TSimd.Load(source + (2 * lanes)));
            d = TSimd.Add(d, TSimd.Load(source + (3 * lanes)));
            e = TSimd.Add(e, TSimd.Load(source + (4 * lanes)));
            f = TSimd.Add(f, TSimd.Load(source + (5 * lanes)));
            g = TSimd.Add(g, TSimd.Load(source + (6 * lanes)));
            h = TSimd.Add(h, TSimd.Load(source + (7 * lanes)));
        }

        return TSimd.Sum(TSimd.Add(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Add(TSimd.Add(e, f), TSimd.Add(g, h))));
    }
}
