using System.Runtime.CompilerServices;

namespace Fovea.Kernels.Simd;

/// <summary>One sum at a time.</summary>
internal readonly unsafe struct ByteSumsScalar : IByteSums<int>
{
    public static int Lanes => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Broadcast(int value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Load(int* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Subtract(int a, int b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Multiply(int a, int b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Total(int sums) => sums;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* target, int sums, int count) => *target = sums;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats(float* target, int sums, float* scales, float* offsets, float low, float high, int count) =>
        *target = SimdMath<SimdScalar, float>.Clamp((sums * *scales) + *offsets, low, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* target, int sums, float* scales, float low, float high, int zero, int count) =>
        *target = (byte)((int)MathF.Round(SimdScalar.Min(SimdScalar.Max(sums * *scales, low), high)) + zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwo(byte* target, int first, int second, float* scales, float low, float high, int zero)
    {
        StoreBytes(target, first, scales, low, high, zero, Lanes);
        StoreBytes(target + Lanes, second, scales + Lanes, low, high, zero, Lanes);
    }
}
