using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Gemm;

/// <summary>
/// The register tile of every dense layer: up to 8 rows by 3 vectors of accumulators, which stay in registers for the whole sum.
/// </summary>
/// <remarks>
/// Accumulators are named locals because the JIT keeps an array of vectors in memory (a factor of four to ten). The JIT removes rows and
/// vectors that the shape does not have, because the conditions on TShape are constants. 8x3 needs 24 accumulators, 3 weight vectors and
/// one broadcast: 28 of 32 registers; with 16 registers the tallest tile is 4x3 (12 + 3 + 1). Every output element is one chain of
/// multiply-adds over k in ascending order that starts at the bias, whatever the tile's shape, so results do not depend on the element's
/// position in the output.
/// </remarks>
internal static unsafe class GemmTile<TSimd, TVec, TShape>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
    where TShape : struct, ITileShape
{
    /// <summary>
    /// Whether the loads of a step leave time for two more, as in tiles with more products than loads: a step of 8x2 has 10 loads and 16
    /// products, one of 8x1 has 9 and 8, one of 4x2 has 6 and 8.
    /// </summary>
    private static bool HasTimeToFetch
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TShape.Rows * TShape.Vectors > TShape.Rows + TShape.Vectors + 2;
    }

    /// <summary>
    /// Computes several tiles, one below the other. What the tiles of a panel share (bounds, whether the last vector is full) is computed
    /// once: sums of 16 to 64 steps, as in mobile networks, are so short that a call per tile would cost 2 to 6 percent of the time.
    /// </summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Compute(in TileArguments t)
    {
        int lanes = TSimd.Lanes;
        float** rows = t.Rows;
        nint offset = t.Offset;
        nint end = offset + t.Run;
        float* output = t.Output;
        float* residual = t.Residual;
        nint outputStride = t.OutputStride;
        nint residualStride = t.Residual == null ? 0 : t.ResidualStride;
        int tail = t.Columns - ((TShape.Vectors - 1) * lanes);
        tail = tail >= lanes ? 0 : tail;
        bool clamps = t.Min != float.NegativeInfinity || t.Max != float.PositiveInfinity;
        WeightAhead fetch = t.Fetch;
        for (int tile = t.Tiles; tile > 0; tile--)
        {
            // A tile without anything to fetch asks for a line that is in the first-level cache. The two loads per step of the sum are
            // hidden behind its products, so a variant of every tile without them would be no faster.
            byte* ahead = (byte*)rows;
            nint step = 0, second = 0;
            if (HasTimeToFetch && fetch.Tiles > 0)
            {
                ahead = fetch.Address;
                step = fetch.Lines * WeightAhead.CacheLine;
                second = step - WeightAhead.CacheLine;
                fetch.Skip(1, t.Taps * (nint)t.Run);
            }

            float* weights = t.Weights;
            TVec c00 = TSimd.Load(t.Bias);
            TVec c01 = TShape.Vectors > 1 ? TSimd.Load(t.Bias + lanes) : c00;
            TVec c02 = TShape.Vectors > 2 ? TSimd.Load(t.Bias + (2 * lanes)) : c00;
            TVec c10 = c00, c11 = c01, c12 = c02;
            TVec c20 = c00, c21 = c01, c22 = c02;
            TVec c30 = c00, c31 = c01, c32 = c02;
            TVec c40 = c00, c41 = c01, c42 = c02;
            TVec c50 = c00, c51 = c01, c52 = c02;
            TVec c60 = c00, c61 = c01, c62 = c02;
            TVec c70 = c00, c71 = c01, c72 = c02;

            for (int tap = t.Taps; tap > 0; tap--)
            {
                float* a0 = rows[0];
                float* a1 = TShape.Rows > 1 ? rows[1] : a0;
                float* a2 = TShape.Rows > 2 ? rows[2] : a0;
                float* a3 = TShape.Rows > 3 ? rows[3] : a0;
                float* a4 = TShape.Rows > 4 ? rows[4] : a0;
                float* a5 = TShape.Rows > 5 ? rows[5] : a0;
                float* a6 = TShape.Rows > 6 ? rows[6] : a0;
                float* a7 = TShape.Rows > 7 ? rows[7] : a0;
                rows += TShape.Rows;
                for (nint k = offset; k < end; k++)
                {
                    TVec b0 = TSimd.Load(weights);
                    TVec b1 = TShape.Vectors > 1 ? TSimd.Load(weights + lanes) : b0;
                    TVec b2 = TShape.Vectors > 2 ? TSimd.Load(weights + (2 * lanes)) : b0;
                    weights += TShape.Vectors * lanes;
                    if (HasTimeToFetch)
                    {
                        TSimd.Prefetch(ahead);
                        TSimd.Prefetch(ahead + second);
                        ahead += step;
                    }

                    TVec a = TSimd.Broadcast(a0[k]);
                    c00 = TSimd.MultiplyAdd(a, b0, c00);
                    if (TShape.Vectors > 1)
                        c01 = TSimd.MultiplyAdd(a, b1, c01);
                    if (TShape.Vectors > 2)
                        c02 = TSimd.MultiplyAdd(a, b2, c02);
                    if (TShape.Rows > 1)
                    {
                        a = TSimd.Broadcast(a1[k]);
                        c10 = TSimd.MultiplyAdd(a, b0, c10);
                        if (TShape.Vectors > 1)
                            c11 = TSimd.MultiplyAdd(a, b1, c11);
                        if (TShape.Vectors > 2)
                            c12 = TSimd.MultiplyAdd(a, b2, c12);
                    }

                    if (TShape.Rows > 2)
                    {
                        a = TSimd.Broadcast(a2[k]);
                        c20 = TSimd.MultiplyAdd(a, b0, c20);
                        if (TShape.Vectors > 1)
                            c21 = TSimd.MultiplyAdd(a, b1, c21);
                        if (TShape.Vectors > 2)
                            c22 = TSimd.MultiplyAdd(a, b2, c22);
                    }

                    if (TShape.Rows > 3)
                    {
                        a = TSimd.Broadcast(a3[k]);
                        c30 = TSimd.MultiplyAdd(a, b0, c30);
                        if (TShape.Vectors > 1)
                            c31 = TSimd.MultiplyAdd(a, b1, c31);
                        if (TShape.Vectors > 2)
                            c32 = TSimd.MultiplyAdd(a, b2, c32);
                    }

                    if (TShape.Rows > 4)
                    {
                        a = TSimd.Broadcast(a4[k]);
                        c40 = TSimd.MultiplyAdd(a, b0, c40);
                        if (TShape.Vectors > 1)
                            c41 = TSimd.MultiplyAdd(a, b1, c41);
                        if (TShape.Vectors > 2)
                            c42 = TSimd.MultiplyAdd(a, b2, c42);
                    }

                    if (TShape.Rows > 5)
                    {
                        a = TSimd.Broadcast(a5[k]);
                        c50 = TSimd.MultiplyAdd(a, b0, c50);
                        if (TShape.Vectors > 1)
                            c51 = TSimd.MultiplyAdd(a, b1, c51);
                        if (TShape.Vectors > 2)
                            c52 = TSimd.MultiplyAdd(a, b2, c52);
                    }

                    if (TShape.Rows > 6)
                    {
                        a = TSimd.Broadcast(a6[k]);
                        c60 = TSimd.MultiplyAdd(a, b0, c60);
                        if (TShape.Vectors > 1)
                            c61 = TSimd.MultiplyAdd(a, b1, c61);
                        if (TShape.Vectors > 2)
                            c62 = TSimd.MultiplyAdd(a, b2, c62);
                    }

                    if (TShape.Rows > 7)
                    {
                        a = TSimd.Broadcast(a7[k]);
                        c70 = TSimd.MultiplyAdd(a, b0, c70);
                        if (TShape.Vectors > 1)
                            c71 = TSimd.MultiplyAdd(a, b1, c71);
                        if (TShape.Vectors > 2)
                            c72 = TSimd.MultiplyAdd(a, b2, c72);
                    }
                }
            }

            TVec min = TSimd.Broadcast(t.Min);
            TVec max = TSimd.Broadcast(t.Max);
            Finish(output, residual, c00, c01, c02, min, max, clamps, tail);
            if (TShape.Rows > 1)
                Finish(output + outputStride, residual + residualStride, c10, c11, c12, min, max, clamps, tail);
            if (TShape.Rows > 2)
                Finish(output + (2 * outputStride), residual + (2 * residualStride), c20, c21, c22, min, max, clamps, tail);
            if (TShape.Rows > 3)
                Finish(output + (3 * outputStride), residual + (3 * residualStride), c30, c31, c32, min, max, clamps, tail);
            if (TShape.Rows > 4)
                Finish(output + (4 * outputStride), residual + (4 * residualStride), c40, c41, c42, min, max, clamps, tail);
            if (TShape.Rows > 5)
                Finish(output + (5 * outputStride), residual + (5 * residualStride), c50, c51, c52, min, max, clamps, tail);
            if (TShape.Rows > 6)
                Finish(output + (6 * outputStride), residual + (6 * residualStride), c60, c61, c62, min, max, clamps, tail);
            if (TShape.Rows > 7)
                Finish(output + (7 * outputStride), residual + (7 * residualStride), c70, c71, c72, min, max, clamps, tail);
            output += TShape.Rows * outputStride;
            residual += TShape.Rows * residualStride;
        }
    }

    // Without a residual, its stride is zero and its address null. Only the last vector of a tile can have fewer columns than lanes (tail >
    // 0); the residual is read with the same tail.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* output, float* residual, TVec c0, TVec c1, TVec c2, TVec min, TVec max, bool clamps, int tail)
    {
        int lanes = TSimd.Lanes;
        TVec last = TShape.Vectors == 1 ? c0 : TShape.Vectors == 2 ? c1 : c2;
        int end = (TShape.Vectors - 1) * lanes;
        if (residual != null)
        {
            if (TShape.Vectors > 1)
                c0 = TSimd.Add(c0, TSimd.Load(residual));
            if (TShape.Vectors > 2)
                c1 = TSimd.Add(c1, TSimd.Load(residual + lanes));
            last = TSimd.Add(last, tail == 0 ? TSimd.Load(residual + end) : TSimd.LoadTail(residual + end, tail));
        }

        if (clamps)
        {
            c0 = SimdMath<TSimd, TVec>.Clamp(c0, min, max);
            c1 = SimdMath<TSimd, TVec>.Clamp(c1, min, max);
            last = SimdMath<TSimd, TVec>.Clamp(last, min, max);
        }

        if (TShape.Vectors > 1)
            TSimd.Store(output, c0);
        if (TShape.Vectors > 2)
            TSimd.Store(output + lanes, c1);
        if (tail == 0)
            TSimd.Store(output + end, last);
        else
            TSimd.StoreTail(output + end, last, tail);
    }
}
