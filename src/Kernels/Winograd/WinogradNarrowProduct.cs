using System.Runtime.CompilerServices;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Winograd;

/// <summary>
/// The products of slices of one vector of inputs and one of outputs, as groups of 16 channels give: per position tiles x Lanes times Lanes
/// x Lanes. The sums are so short that a general register tile would spend half of its time outside of them. Rows follow each other without
/// a gap, so that all of them are at constant distances from one pointer, and nothing is left to do at the end of a sum but to store it.
/// </summary>
internal static unsafe class WinogradNarrowProduct<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>Rows of sums in registers: enough to hide the latency of their multiply-adds.</summary>
    private const int Together = 8;

    /// <summary>
    /// Bytes between the weights of a position and those that are fetched meanwhile: eight positions of 16 channels. At the end of a slice
    /// they are those of the next one, at the end of the last slice of nothing that is used.
    /// </summary>
    private const int FetchDistance = 8 << 10;

    /// <summary>Whether a slice has one vector of inputs and one of outputs.</summary>
    public static bool Fits(WinogradShape shape) => shape.Slices.Inputs == TSimd.Lanes && shape.Slices.Outputs == TSimd.Lanes;

    /// <summary>Multiplies all tiles of the positions [First, Last).</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(in WinogradProductArguments t)
    {
        for (long position = t.First; position < t.Last; position++)
        {
            float* weights = t.Weights + (position * TSimd.Lanes * TSimd.Lanes);
            float* from = t.Transformed + (position * t.TransformedPlane);
            float* to = t.Products + (position * t.ProductsPlane);
            for (int line = 0; t.Fetches && line < TSimd.Lanes * TSimd.Lanes * sizeof(float); line += WeightAhead.CacheLine)
                TSimd.Prefetch((byte*)weights + FetchDistance + line);
            int tile = 0;
            for (; tile <= t.Tiles - Together; tile += Together)
                Eight(from + (tile * TSimd.Lanes), weights, to + (tile * TSimd.Lanes));
            for (; tile < t.Tiles; tile++)
                One(from + (tile * TSimd.Lanes), weights, to + (tile * TSimd.Lanes));
        }
    }

    // Every sum starts at zero and runs over the channels in ascending order, whatever the number of rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining | Loop.OptimizedAtOnce)]
    private static void Eight(float* from, float* weights, float* to)
    {
        int lanes = TSimd.Lanes;
        TVec c0 = TSimd.Zero, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
        for (nint k = 0; k < lanes; k++)
        {
            TVec w = TSimd.Load(weights + (k * lanes));
            float* x = from + k;
            c0 = TSimd.MultiplyAdd(TSimd.Broadcast(x[0]), w, c0);
            c1 = TSimd.MultiplyAdd(TSimd.Broadcast(x[lanes]), w, c1);
            c2 = TSimd.MultiplyAdd(TSimd.Broadcast(x[2 * lanes]), w, c2);
            c3 = TSimd.MultiplyAdd(TSimd.Broadcast(x[3 * lanes]), w, c3);
            c4 = TSimd.MultiplyAdd(TSimd.Broadcast(x[4 * lanes]), w, c4);
            c5 = TSimd.MultiplyAdd(TSimd.Broadcast(x[5 * lanes]), w, c5);
            c6 = TSimd.MultiplyAdd(TSimd.Broadcast(x[6 * lanes]), w, c6);
            c7 = TSimd.MultiplyAdd(TSimd.Broadcast(x[7 * lanes]), w, c7);
        }

        TSimd.Store(to, c0);
        TSimd.Store(to + lanes, c1);
        TSimd.Store(to + (2 * lanes), c2);
        TSimd.Store(to + (3 * lanes), c3);
        TSimd.Store(to + (4 * lanes), c4);
        TSimd.Store(to + (5 * lanes), c5);
        TSimd.Store(to + (6 * lanes), c6);
        TSimd.Store(to + (7 * lanes), c7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | Loop.OptimizedAtOnce)]
    private static void One(float* from, float* weights, float* to)
    {
        TVec sum = TSimd.Zero;
        for (int k = 0; k < TSimd.Lanes; k++)
            sum = TSimd.MultiplyAdd(TSimd.Broadcast(from[k]), TSimd.Load(weights + (k * TSimd.Lanes)), sum);
        TSimd.Store(to, sum);
    }
}
