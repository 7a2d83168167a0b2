using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Winograd;

/// <summary>No transform, for an axis along which the filter has one tap; the kernels skip it.</summary>
internal readonly unsafe struct WinogradNone : IWinogradTransform
{
    public static int Tile => 1;

    public static int Span => 1;

    public static void Input(float* from, nint fromStride, float* to, nint toStride) => throw new NotSupportedException();

    public static void Output(float* from, nint fromStride, float* to, nint toStride) => throw new NotSupportedException();
}

/// <summary>F(2, 3).</summary>
internal readonly unsafe struct WinogradTwoThree<TSimd, TVec> : IWinogradTransform
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public static int Tile => 2;

    public static int Span => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* from, nint fromStride, float* to, nint toStride) =>
        WinogradInputs<TSimd, TVec>.Four(from, fromStride, to, toStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint fromStride, float* to, nint toStride)
    {
        TVec m1 = TSimd.Load(from + fromStride), m2 = TSimd.Load(from + (2 * fromStride));
        TSimd.Store(to, TSimd.Add(TSimd.Load(from), TSimd.Add(m1, m2)));
        TSimd.Store(to + toStride, TSimd.Add(TSimd.Subtract(m1, m2), TSimd.Load(from + (3 * fromStride))));
    }
}

/// <summary>F(4, 3).</summary>
internal readonly unsafe struct WinogradFourThree<TSimd, TVec> : IWinogradTransform
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public static int Tile => 4;

    public static int Span => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* from, nint fromStride, float* to, nint toStride) =>
        WinogradInputs<TSimd, TVec>.Six(from, fromStride, to, toStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint fromStride, float* to, nint toStride)
    {
        WinogradOutputs<TSimd, TVec>.Pair(from + fromStride, fromStride, out TVec sum1, out TVec difference1);
        WinogradOutputs<TSimd, TVec>.Pair(from + (3 * fromStride), fromStride, out TVec sum2, out TVec difference2);
        WinogradOutputs<TSimd, TVec>.SixEven(TSimd.Load(from), sum1, sum2, out TVec first, out TVec third);
        TVec infinity = TSimd.Load(from + (5 * fromStride));
        WinogradOutputs<TSimd, TVec>.SixOdd(difference1, difference2, infinity, out TVec second, out TVec fourth);
        TSimd.Store(to, first);
        TSimd.Store(to + toStride, second);
        TSimd.Store(to + (2 * toStride), third);
        TSimd.Store(to + (3 * toStride), fourth);
    }
}

/// <summary>F(6, 3).</summary>
internal readonly unsafe struct WinogradSixThree<TSimd, TVec> : IWinogradTransform
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public static int Tile => 6;

    public static int Span => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* from, nint fromStride, float* to, nint toStride) =>
        WinogradInputs<TSimd, TVec>.Eight(from, fromStride, to, toStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint fromStride, float* to, nint toStride) =>
        WinogradOutputs<TSimd, TVec>.EightToSix(from, fromStride, to, toStride);
}

/// <summary>F(4, 5).</summary>
internal readonly unsafe struct WinogradFourFive<TSimd, TVec> : IWinogradTransform
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public static int Tile => 4;

    public static int Span => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* from, nint fromStride, float* to, nint toStride) =>
        WinogradInputs<TSimd, TVec>.Eight(from, fromStride, to, toStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint fromStride, float* to, nint toStride) =>
        WinogradOutputs<TSimd, TVec>.Eight(from, fromStride, to, toStride);
}

/// <summary>F(4, 7).</summary>
internal readonly unsafe struct WinogradFourSeven<TSimd, TVec> : IWinogradTransform
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public static int Tile => 4;

    public static int Span => 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* from, nint fromStride, float* to, nint toStride) =>
        WinogradInputs<TSimd, TVec>.Ten(from, fromStride, to, toStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint fromStride, float* to, nint toStride) =>
        WinogradOutputs<TSimd, TVec>.Ten(from, fromStride, to, toStride);
}
