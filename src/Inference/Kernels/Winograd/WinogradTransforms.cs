using System.Runtime.CompilerServices;
using Fovea.Inference.Simd;

namespace Fovea.Inference.Kernels.Winograd;

/// <summary>
/// The one-dimensional transforms of a minimal filtering algorithm F(Tile, 3): Tile outputs of a 3-tap filter from Tile + 2 inputs with
/// Tile + 2 multiplications (Winograd, 1980; Lavin, Gray, "Fast Algorithms for Convolutional Neural Networks", 2016). In two dimensions
/// a transform is applied to the columns, then to the rows.
/// </summary>
internal unsafe interface IWinogradTransform
{
    /// <summary>Outputs per axis.</summary>
    static abstract int Tile { get; }

    /// <summary>Inputs per axis: Tile + 2.</summary>
    static abstract int Span { get; }

    /// <summary>B' d: Span vectors to Span vectors, each <paramref name="fromStride"/> and <paramref name="toStride"/> floats apart.</summary>
    static abstract void Input(float* from, nint fromStride, float* to, nint toStride);

    /// <summary>A' m: Span vectors to Tile vectors.</summary>
    static abstract void Output(float* from, nint fromStride, float* to, nint toStride);
}

/// <summary>F(4, 3) with the interpolation points 0, 1, -1, 2, -2 and infinity.</summary>
internal readonly unsafe struct WinogradFour<TSimd, TVec> : IWinogradTransform
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public static int Tile => 4;

    public static int Span => 6;

    // B' = | 4  0 -5  0  1  0 |   rows 1 and 2 are (d4 - 4 d2) +- (d3 - 4 d1),
    //      | 0 -4 -4  1  1  0 |   rows 3 and 4 are (d4 - d2) +- 2 (d3 - d1).
    //      | 0  4 -4 -1  1  0 |
    //      | 0 -2 -1  2  1  0 |
    //      | 0  2 -1 -2  1  0 |
    //      | 0  4  0 -5  0  1 |
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* from, nint fromStride, float* to, nint toStride)
    {
        TVec d0 = TSimd.Load(from);
        TVec d1 = TSimd.Load(from + fromStride);
        TVec d2 = TSimd.Load(from + (2 * fromStride));
        TVec d3 = TSimd.Load(from + (3 * fromStride));
        TVec d4 = TSimd.Load(from + (4 * fromStride));
        TVec d5 = TSimd.Load(from + (5 * fromStride));
        TVec four = TSimd.Broadcast(4f);
        TVec minusFour = TSimd.Broadcast(-4f);
        TVec minusFive = TSimd.Broadcast(-5f);
        TVec two = TSimd.Broadcast(2f);
        TSimd.Store(to, TSimd.MultiplyAdd(four, d0, TSimd.MultiplyAdd(minusFive, d2, d4)));
        TVec even = TSimd.MultiplyAdd(minusFour, d2, d4);
        TVec odd = TSimd.MultiplyAdd(minusFour, d1, d3);
        TSimd.Store(to + toStride, TSimd.Add(even, odd));
        TSimd.Store(to + (2 * toStride), TSimd.Subtract(even, odd));
        even = TSimd.Subtract(d4, d2);
        odd = TSimd.Multiply(two, TSimd.Subtract(d3, d1));
        TSimd.Store(to + (3 * toStride), TSimd.Add(even, odd));
        TSimd.Store(to + (4 * toStride), TSimd.Subtract(even, odd));
        TSimd.Store(to + (5 * toStride), TSimd.MultiplyAdd(four, d1, TSimd.MultiplyAdd(minusFive, d3, d5)));
    }

    // A' = | 1  1  1  1  1  0 |
    //      | 0  1 -1  2 -2  0 |
    //      | 0  1  1  4  4  0 |
    //      | 0  1 -1  8 -8  1 |
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint fromStride, float* to, nint toStride)
    {
        TVec m1 = TSimd.Load(from + fromStride);
        TVec m2 = TSimd.Load(from + (2 * fromStride));
        TVec m3 = TSimd.Load(from + (3 * fromStride));
        TVec m4 = TSimd.Load(from + (4 * fromStride));
        TVec sum12 = TSimd.Add(m1, m2);
        TVec difference12 = TSimd.Subtract(m1, m2);
        TVec sum34 = TSimd.Add(m3, m4);
        TVec difference34 = TSimd.Subtract(m3, m4);
        TSimd.Store(to, TSimd.Add(TSimd.Load(from), TSimd.Add(sum12, sum34)));
        TSimd.Store(to + toStride, TSimd.MultiplyAdd(TSimd.Broadcast(2f), difference34, difference12));
        TSimd.Store(to + (2 * toStride), TSimd.MultiplyAdd(TSimd.Broadcast(4f), sum34, sum12));
        TVec last = TSimd.Add(difference12, TSimd.Load(from + (5 * fromStride)));
        TSimd.Store(to + (3 * toStride), TSimd.MultiplyAdd(TSimd.Broadcast(8f), difference34, last));
    }
}

/// <summary>F(2, 3) with the interpolation points 0, 1, -1 and infinity.</summary>
internal readonly unsafe struct WinogradTwo<TSimd, TVec> : IWinogradTransform
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public static int Tile => 2;

    public static int Span => 4;

    // B' = | 1  0 -1  0 |
    //      | 0  1  1  0 |
    //      | 0 -1  1  0 |
    //      | 0  1  0 -1 |
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* from, nint fromStride, float* to, nint toStride)
    {
        TVec d0 = TSimd.Load(from);
        TVec d1 = TSimd.Load(from + fromStride);
        TVec d2 = TSimd.Load(from + (2 * fromStride));
        TVec d3 = TSimd.Load(from + (3 * fromStride));
        TSimd.Store(to, TSimd.Subtract(d0, d2));
        TSimd.Store(to + toStride, TSimd.Add(d1, d2));
        TSimd.Store(to + (2 * toStride), TSimd.Subtract(d2, d1));
        TSimd.Store(to + (3 * toStride), TSimd.Subtract(d1, d3));
    }

    // A' = | 1  1  1  0 |
    //      | 0  1 -1 -1 |
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint fromStride, float* to, nint toStride)
    {
        TVec m1 = TSimd.Load(from + fromStride);
        TVec m2 = TSimd.Load(from + (2 * fromStride));
        TSimd.Store(to, TSimd.Add(TSimd.Load(from), TSimd.Add(m1, m2)));
        TSimd.Store(to + toStride, TSimd.Subtract(TSimd.Subtract(m1, m2), TSimd.Load(from + (3 * fromStride))));
    }
}
