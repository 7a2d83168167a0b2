using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>A function of two vectors; <see cref="BinaryKernel{TSimd, TVec}"/> applies it to rows.</summary>
internal interface IBinaryOperation<TVec> where TVec : struct
{
    static abstract TVec Apply(TVec a, TVec b);
}

internal readonly struct AddOperation<TSimd, TVec> : IBinaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec a, TVec b) => TSimd.Add(a, b);
}

internal readonly struct SubOperation<TSimd, TVec> : IBinaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec a, TVec b) => TSimd.Subtract(a, b);
}

internal readonly struct MulOperation<TSimd, TVec> : IBinaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec a, TVec b) => TSimd.Multiply(a, b);
}

internal readonly struct DivOperation<TSimd, TVec> : IBinaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec a, TVec b) => TSimd.Divide(a, b);
}

internal readonly struct MinOperation<TSimd, TVec> : IBinaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec a, TVec b) => TSimd.Min(a, b);
}

internal readonly struct MaxOperation<TSimd, TVec> : IBinaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec a, TVec b) => TSimd.Max(a, b);
}

internal readonly struct MinimumOperation<TSimd, TVec> : IBinaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    // Min passes a NaN of b only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec a, TVec b) => TSimd.SelectNaN(a, a, TSimd.Min(a, b));
}

internal readonly struct MaximumOperation<TSimd, TVec> : IBinaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    // Max passes a NaN of b only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec a, TVec b) => TSimd.SelectNaN(a, a, TSimd.Max(a, b));
}

internal readonly struct PReluOperation<TSimd, TVec> : IBinaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec a, TVec b) => TSimd.SelectLess(a, TSimd.Zero, TSimd.Multiply(a, b), a);
}

internal readonly struct ReluGradOperation<TSimd, TVec> : IBinaryOperation<TVec> where TSimd : struct, ISimd<TVec> where TVec : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Apply(TVec a, TVec b) => TSimd.SelectLess(TSimd.Zero, b, a, TSimd.Zero);
}
