using System.Runtime.CompilerServices;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>
/// The register tile of every dense layer of bytes: up to 8 rows by 3 vectors of 32-bit sums, which stay in registers for the whole sum.
/// </summary>
/// <remarks>
/// Accumulators are named locals because the JIT keeps an array of vectors in memory. The JIT removes rows and vectors that the shape does
/// not have, because the conditions on TShape are constants. Sums of integers are exact, so that a result does not depend on the tile's
/// shape, on the width of the vectors or on the element's position.
/// </remarks>
internal static unsafe class ByteTile<TSums, TProducts, TSum, TOperand, TShape>
    where TSums : struct, IByteSums<TSum>
    where TProducts : struct, IByteProducts<TSum, TOperand>
    where TSum : struct
    where TOperand : struct
    where TShape : struct, ITileShape
{
    /// <summary>Computes several tiles, one below the other.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Compute(in ByteTileArguments t)
    {
        int lanes = TSums.Lanes;
        int** rows = t.Rows;
        nint offset = t.Offset;
        nint end = offset + t.Run;
        byte* output = t.Output;
        int* rowSums = t.RowSums;
        for (int tile = t.Tiles; tile > 0; tile--)
        {
            sbyte* weights = t.Weights;
            TSum c00 = TSums.Load(t.Bias);
            TSum c01 = TShape.Vectors > 1 ? TSums.Load(t.Bias + lanes) : c00;
            TSum c02 = TShape.Vectors > 2 ? TSums.Load(t.Bias + (2 * lanes)) : c00;
            TSum c10 = c00, c11 = c01, c12 = c02;
            TSum c20 = c00, c21 = c01, c22 = c02;
            TSum c30 = c00, c31 = c01, c32 = c02;
            TSum c40 = c00, c41 = c01, c42 = c02;
            TSum c50 = c00, c51 = c01, c52 = c02;
            TSum c60 = c00, c61 = c01, c62 = c02;
            TSum c70 = c00, c71 = c01, c72 = c02;

            for (int tap = t.Taps; tap > 0; tap--)
            {
                int* a0 = rows[0];
                int* a1 = TShape.Rows > 1 ? rows[1] : a0;
                int* a2 = TShape.Rows > 2 ? rows[2] : a0;
                int* a3 = TShape.Rows > 3 ? rows[3] : a0;
                int* a4 = TShape.Rows > 4 ? rows[4] : a0;
                int* a5 = TShape.Rows > 5 ? rows[5] : a0;
                int* a6 = TShape.Rows > 6 ? rows[6] : a0;
                int* a7 = TShape.Rows > 7 ? rows[7] : a0;
                rows += TShape.Rows;
                for (nint k = offset; k < end; k++)
                {
                    TOperand b0 = TProducts.LoadColumns(weights);
                    TOperand b1 = TShape.Vectors > 1 ? TProducts.LoadColumns(weights + (4 * lanes)) : b0;
                    TOperand b2 = TShape.Vectors > 2 ? TProducts.LoadColumns(weights + (8 * lanes)) : b0;
                    weights += TShape.Vectors * 4 * lanes;

                    TOperand a = TProducts.BroadcastRow(a0 + k);
                    c00 = TProducts.MultiplyAdd(c00, a, b0);
                    if (TShape.Vectors > 1)
                        c01 = TProducts.MultiplyAdd(c01, a, b1);
                    if (TShape.Vectors > 2)
                        c02 = TProducts.MultiplyAdd(c02, a, b2);
                    if (TShape.Rows > 1)
                    {
                        a = TProducts.BroadcastRow(a1 + k);
                        c10 = TProducts.MultiplyAdd(c10, a, b0);
                        if (TShape.Vectors > 1)
                            c11 = TProducts.MultiplyAdd(c11, a, b1);
                        if (TShape.Vectors > 2)
                            c12 = TProducts.MultiplyAdd(c12, a, b2);
                    }

                    if (TShape.Rows > 2)
                    {
                        a = TProducts.BroadcastRow(a2 + k);
                        c20 = TProducts.MultiplyAdd(c20, a, b0);
                        if (TShape.Vectors > 1)
                            c21 = TProducts.MultiplyAdd(c21, a, b1);
                        if (TShape.Vectors > 2)
                            c22 = TProducts.MultiplyAdd(c22, a, b2);
                    }

                    if (TShape.Rows > 3)
                    {
                        a = TProducts.BroadcastRow(a3 + k);
                        c30 = TProducts.MultiplyAdd(c30, a, b0);
                        if (TShape.Vectors > 1)
                            c31 = TProducts.MultiplyAdd(c31, a, b1);
                        if (TShape.Vectors > 2)
                            c32 = TProducts.MultiplyAdd(c32, a, b2);
                    }

                    if (TShape.Rows > 4)
                    {
                        a = TProducts.BroadcastRow(a4 + k);
                        c40 = TProducts.MultiplyAdd(c40, a, b0);
                        if (TShape.Vectors > 1)
                            c41 = TProducts.MultiplyAdd(c41, a, b1);
                        if (TShape.Vectors > 2)
                            c42 = TProducts.MultiplyAdd(c42, a, b2);
                    }

                    if (TShape.Rows > 5)
                    {
                        a = TProducts.BroadcastRow(a5 + k);
                        c50 = TProducts.MultiplyAdd(c50, a, b0);
                        if (TShape.Vectors > 1)
                            c51 = TProducts.MultiplyAdd(c51, a, b1);
                        if (TShape.Vectors > 2)
                            c52 = TProducts.MultiplyAdd(c52, a, b2);
                    }

                    if (TShape.Rows > 6)
                    {
                        a = TProducts.BroadcastRow(a6 + k);
                        c60 = TProducts.MultiplyAdd(c60, a, b0);
                        if (TShape.Vectors > 1)
                            c61 = TProducts.MultiplyAdd(c61, a, b1);
                        if (TShape.Vectors > 2)
                            c62 = TProducts.MultiplyAdd(c62, a, b2);
                    }

                    if (TShape.Rows > 7)
                    {
                        a = TProducts.BroadcastRow(a7 + k);
                        c70 = TProducts.MultiplyAdd(c70, a, b0);
                        if (TShape.Vectors > 1)
                            c71 = TProducts.MultiplyAdd(c71, a, b1);
                        if (TShape.Vectors > 2)
                            c72 = TProducts.MultiplyAdd(c72, a, b2);
                    }
                }
            }

            Finish(in t, output, rowSums, c00, c01, c02);
            if (TShape.Rows > 1)
                Finish(in t, output + t.OutputStride, rowSums + 1, c10, c11, c12);
            if (TShape.Rows > 2)
                Finish(in t, output + (2 * t.OutputStride), rowSums + 2, c20, c21, c22);
            if (TShape.Rows > 3)
                Finish(in t, output + (3 * t.OutputStride), rowSums + 3, c30, c31, c32);
            if (TShape.Rows > 4)
                Finish(in t, output + (4 * t.OutputStride), rowSums + 4, c40, c41, c42);
            if (TShape.Rows > 5)
                Finish(in t, output + (5 * t.OutputStride), rowSums + 5, c50, c51, c52);
            if (TShape.Rows > 6)
                Finish(in t, output + (6 * t.OutputStride), rowSums + 6, c60, c61, c62);
            if (TShape.Rows > 7)
                Finish(in t, output + (7 * t.OutputStride), rowSums + 7, c70, c71, c72);
            output += TShape.Rows * t.OutputStride;
            if (rowSums != null)
                rowSums += TShape.Rows;
        }
    }

    // One row. Only the last vector of a tile can have fewer columns than lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(in ByteTileArguments t, byte* output, int* rowSum, TSum c0, TSum c1, TSum c2)
    {
        int lanes = TSums.Lanes;
        if (t.Zeros != null)
        {
            TSum sum = TSums.Broadcast(*rowSum);
            c0 = TSums.Subtract(c0, TSums.Multiply(sum, TSums.Load(t.Zeros)));
            if (TShape.Vectors > 1)
                c1 = TSums.Subtract(c1, TSums.Multiply(sum, TSums.Load(t.Zeros + lanes)));
            if (TShape.Vectors > 2)
                c2 = TSums.Subtract(c2, TSums.Multiply(sum, TSums.Load(t.Zeros + (2 * lanes))));
        }

        if (TShape.Vectors > 1 && t.To.Result == ByteResult.Byte && t.Columns >= 2 * lanes)
        {
            TSums.StoreTwo(output, c0, c1, t.To.Scales, t.To.Low, t.To.High, t.To.Zero);
        }
        else
        {
            Store(in t, output, c0, 0);
            if (TShape.Vectors > 1)
                Store(in t, output, c1, lanes);
        }

        if (TShape.Vectors > 2)
            Store(in t, output, c2, 2 * lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in ByteTileArguments t, byte* output, TSum sums, int column)
    {
        int count = Math.Min(TSums.Lanes, t.Columns - column);
        switch (t.To.Result)
        {
            case ByteResult.Byte:
                TSums.StoreBytes(output + column, sums, t.To.Scales + column, t.To.Low, t.To.High, t.To.Zero, count);
                break;
            case ByteResult.Int32:
                TSums.Store((int*)output + column, sums, count);
                break;
            default:
                TSums.StoreFloats(
                    (float*)output + column, sums, t.To.Scales + column, t.To.Offsets + column, t.To.Low, t.To.High, count);
                break;
        }
    }
}
