using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fovea.Kernels.Elementwise;

/// <summary>A function of two elements of a type without vector kernels. Integers wrap around.</summary>
internal interface IScalarOperation<T> where T : unmanaged
{
    static abstract T Apply(T a, T b);
}

internal readonly struct ScalarAdd<T> : IScalarOperation<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T a, T b) => unchecked(a + b);
}

internal readonly struct ScalarSub<T> : IScalarOperation<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T a, T b) => unchecked(a - b);
}

internal readonly struct ScalarMul<T> : IScalarOperation<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T a, T b) => unchecked(a * b);
}

internal readonly struct ScalarDiv<T> : IScalarOperation<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T a, T b) => a / b;
}

internal readonly struct ScalarMin<T> : IScalarOperation<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T a, T b) => T.Min(a, b);
}

internal readonly struct ScalarMax<T> : IScalarOperation<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T a, T b) => T.Max(a, b);
}

internal readonly struct ScalarPow<T> : IScalarOperation<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T a, T b) => RealConversion.To<T>(Math.Pow(double.CreateTruncating(a), double.CreateTruncating(b)));
}

internal readonly struct ScalarPRelu<T> : IScalarOperation<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T a, T b) => a < T.Zero ? unchecked(a * b) : a;
}

internal readonly struct ScalarReluGrad<T> : IScalarOperation<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T a, T b) => b > T.Zero ? a : T.Zero;
}

internal readonly struct ScalarFmod<T> : IScalarOperation<T> where T : unmanaged, INumber<T>
{
    // The processor refuses the smallest integer over -1, whose remainder is 0 as that of every integer over -1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T a, T b) => T.IsInteger(a) && T.IsNegative(b) && T.IsZero(b + T.One) ? T.Zero : a % b;
}

internal readonly struct ScalarMod<T> : IScalarOperation<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T a, T b)
    {
        T rest = ScalarFmod<T>.Apply(a, b);
        return !T.IsZero(rest) && T.IsNegative(rest) != T.IsNegative(b) ? rest + b : rest;
    }
}
