using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>Sums in 256-bit vectors: AVX2.</summary>
internal readonly unsafe struct ByteSums256 : IByteSums<Vector256<int>>
{
    public static int Lanes => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(int value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(int* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Subtract(Vector256<int> a, Vector256<int> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Multiply(Vector256<int> a, Vector256<int> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Total(Vector256<int> sums) => Vector256.Sum(sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* target, Vector256<int> sums, int count)
    {
        if (count == Lanes)
            sums.Store(target);
        else
            Simd256.StoreTail((float*)target, sums.AsSingle(), count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats(
        float* target, Vector256<int> sums, float* scales, float* offsets, float low, float high, int count)
    {
        Vector256<float> result = (Avx.ConvertToVector256Single(sums) * Vector256.Load(scales)) + Vector256.Load(offsets);
        result = SimdMath<Simd256, Vector256<float>>.Clamp(result, Vector256.Create(low), Vector256.Create(high));
        if (count == Lanes)
            result.Store(target);
        else
            Simd256.StoreTail(target, result, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* target, Vector256<int> sums, float* scales, float low, float high, int zero, int count)
    {
        Vector256<float> scaled = Avx.ConvertToVector256Single(sums) * Vector256.Load(scales);
        scaled = Avx.Min(Avx.Max(scaled, Vector256.Create(low)), Vector256.Create(high));
        // The conversion rounds half to even.
        Vector128<byte> bytes = Simd256.LowBytes(Avx.ConvertToVector256Int32(scaled) + Vector256.Create(zero));
        if (count == Lanes)
            *(ulong*)target = bytes.AsUInt64().ToScalar();
        else
            ByteSums128.StoreTail(target, bytes, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwo(
        byte* target, Vector256<int> first, Vector256<int> second, float* scales, float low, float high, int zero)
    {
        // Where there are vectors of twice the width, both go through one.
        if (Avx512F.IsSupported)
        {
            ByteSums512.StoreBytes(target, Vector512.Create(first, second), scales, low, high, zero, ByteSums512.Lanes);
            return;
        }

        StoreBytes(target, first, scales, low, high, zero, Lanes);
        StoreBytes(target + Lanes, second, scales + Lanes, low, high, zero, Lanes);
    }
}
