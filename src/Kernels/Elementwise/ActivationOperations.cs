using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

internal readonly struct EluOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) =>
        TSimd.SelectLess(x, TSimd.Zero, TSimd.Multiply(alpha, SimdMath<TSimd, TVec>.ExpMinusOne(x)), x);
}

internal readonly struct SeluOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.Multiply(beta, EluOperation<TSimd, TVec>.Apply(x, alpha, beta));
}

internal readonly struct CeluOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    // The definition's max(0, x) + min(0, alpha (e^(x / alpha) - 1)) has one term that is not 0: the first above 0, the second below, for
    // an alpha of either sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.SelectLess(
        x, TSimd.Zero, TSimd.Multiply(alpha, SimdMath<TSimd, TVec>.ExpMinusOne(TSimd.Divide(x, alpha))), x);
}

internal readonly struct MishOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.Multiply(x, SimdMath<TSimd, TVec>.TanhSoftplus(x));
}

internal readonly struct SoftplusOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => SimdMath<TSimd, TVec>.Softplus(x);
}

internal readonly struct ParametricSoftplusOperation<TSimd, TVec> : IUnaryOperation<TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) =>
        TSimd.Multiply(alpha, SimdMath<TSimd, TVec>.Softplus(TSimd.Multiply(beta, x)));
}

internal readonly struct SoftsignOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.Divide(x, TSimd.Add(TSimd.Broadcast(1f), TSimd.Abs(x)));
}

internal readonly struct ThresholdedReluOperation<TSimd, TVec> : IUnaryOperation<TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.SelectLess(alpha, x, x, TSimd.Zero);
}

internal readonly struct ShrinkOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta)
    {
        TVec above = TSimd.SelectLess(alpha, x, TSimd.Subtract(x, beta), TSimd.Zero);
        return TSimd.SelectLess(x, TSimd.Subtract(TSimd.Zero, alpha), TSimd.Add(x, beta), above);
    }
}

internal readonly struct GeluTanhOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    // x (1 + tanh(z)) / 2 for z = sqrt(2 / pi) (x + 0.044715 x^3) is x times the logistic function of 2 z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta)
    {
        TVec factor = TSimd.MultiplyAdd(
            TSimd.Multiply(x, x), TSimd.Broadcast(0.0713548162726f), TSimd.Broadcast(1.59576912160573f));
        return TSimd.Divide(x, SimdMath<TSimd, TVec>.LogisticDenominator(TSimd.Multiply(factor, x)));
    }
}

internal readonly struct ScaledTanhOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) =>
        TSimd.Multiply(alpha, SimdMath<TSimd, TVec>.Tanh(TSimd.Multiply(beta, x)));
}

internal readonly struct AffineOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.MultiplyAdd(alpha, x, beta);
}

internal readonly struct SignOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    // Zero keeps its sign, and NaN passes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.SelectLess(
        x, TSimd.Zero, TSimd.Broadcast(-1f), TSimd.SelectLess(TSimd.Zero, x, TSimd.Broadcast(1f), x));
}

internal readonly struct RoundOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => SimdMath<TSimd, TVec>.RoundToEven(x);
}
