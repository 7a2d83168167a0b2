using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Bench.Roofline;

/// <summary>The loop that measures how fast a machine multiplies bytes and adds up, without memory access.</summary>
internal static unsafe class ByteRoofKernel<TSums, TProducts, TSum, TOperand>
    where TSums : struct, IByteSums<TSum>
    where TProducts : struct, IByteProducts<TSum, TOperand>
    where TSum : struct
    where TOperand : struct
{
    // Twelve chains hide the latency of two instructions per cycle, and leave registers for the operands even if there are only 16.
    private const int Chains = 12;

    // Bytes of a word.
    private const int Word = 4;

    /// <summary>Operations of <see cref="MultiplyAdds"/>: a product and a sum per byte.</summary>
    public static double Operations(long turns) => 2.0 * Word * Chains * TSums.Lanes * turns;

    /// <summary>Independent chains of products in registers; the result keeps the JIT from removing them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float MultiplyAdds(long turns)
    {
        int word = 0x01020304;
        sbyte* columns = stackalloc sbyte[Word * TSums.Lanes];
        for (int column = 0; column < Word * TSums.Lanes; column++)
            columns[column] = (sbyte)(column + 1);
        TOperand row = TProducts.BroadcastRow(&word), other = TProducts.LoadColumns(columns);
        TSum a = TSums.Broadcast(1);
        TSum b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a;
        for (long turn = 0; turn < turns; turn++)
        {
            a = TProducts.MultiplyAdd(a, row, other);
            b = TProducts.MultiplyAdd(b, row, other);
            c = TProducts.MultiplyAdd(c, row, other);
            d = TProducts.MultiplyAdd(d, row, other);
            e = TProducts.MultiplyAdd(e, row, other);
            f = TProducts.MultiplyAdd(f, row, other);
            g = TProducts.MultiplyAdd(g, row, other);
            h = TProducts.MultiplyAdd(h, row, other);
            i = TProducts.MultiplyAdd(i, row, other);
            j = TProducts.MultiplyAdd(j, row, other);
            k = TProducts.MultiplyAdd(k, row, other);
            l = TProducts.MultiplyAdd(l, row, other);
        }

        int first = TSums.Total(a) ^ TSums.Total(b) ^ TSums.Total(c) ^ TSums.Total(d) ^ TSums.Total(e) ^ TSums.Total(f);
        return first ^ TSums.Total(g) ^ TSums.Total(h) ^ TSums.Total(i) ^ TSums.Total(j) ^ TSums.Total(k) ^ TSums.Total(l);
    }
}
