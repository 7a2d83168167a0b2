using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>A function of one vector; <see cref="UnaryKernel{TSimd, TVec}"/> applies it to rows.</summary>
internal interface IUnaryOperation<TVec> where TVec : struct
{
    static abstract TVec Apply(TVec x, TVec alpha, TVec beta);
}

internal readonly struct IdentityOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => x;
}

internal readonly struct ClipOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => SimdMath<TSimd, TVec>.Clamp(x, alpha, beta);
}

internal readonly struct SigmoidOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) =>
        TSimd.Divide(TSimd.Broadcast(1f), SimdMath<TSimd, TVec>.LogisticDenominator(x));
}

internal readonly struct HardSigmoidOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) =>
        SimdMath<TSimd, TVec>.Clamp(TSimd.MultiplyAdd(alpha, x, beta), TSimd.Zero, TSimd.Broadcast(1f));
}

internal readonly struct HardSwishOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.Multiply(
        x, SimdMath<TSimd, TVec>.Clamp(
            TSimd.MultiplyAdd(TSimd.Broadcast(1f / 6f), x, TSimd.Broadcast(0.5f)), TSimd.Zero, TSimd.Broadcast(1f)));
}

internal readonly struct SiluOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) =>
        TSimd.Divide(x, SimdMath<TSimd, TVec>.LogisticDenominator(TSimd.Multiply(alpha, x)));
}

internal readonly struct GeluOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => SimdMath<TSimd, TVec>.Gelu(x);
}

internal readonly struct LeakyReluOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.SelectLess(x, TSimd.Zero, TSimd.Multiply(alpha, x), x);
}

internal readonly struct TanhOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => SimdMath<TSimd, TVec>.Tanh(x);
}

internal readonly struct ErfOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => SimdMath<TSimd, TVec>.Erf(x);
}

internal readonly struct ExpOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => SimdMath<TSimd, TVec>.Exp(x);
}

internal readonly struct LogOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => SimdMath<TSimd, TVec>.Log(x);
}

internal readonly struct SqrtOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.SquareRoot(x);
}

internal readonly struct NegOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.Multiply(x, TSimd.Broadcast(-1f));
}

internal readonly struct AbsOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.Abs(x);
}

internal readonly struct FloorOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.Floor(x);
}

internal readonly struct CeilOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.Ceiling(x);
}

internal readonly struct ReciprocalOperation<TSimd, TVec> : IUnaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec x, TVec alpha, TVec beta) => TSimd.Divide(TSimd.Broadcast(1f), x);
}
