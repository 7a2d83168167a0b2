using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>Sums in 512-bit vectors: AVX-512.</summary>
internal readonly unsafe struct ByteSums512 : IByteSums<Vector512<int>>
{
    public static int Lanes => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Broadcast(int value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(int* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Subtract(Vector512<int> a, Vector512<int> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Multiply(Vector512<int> a, Vector512<int> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Total(Vector512<int> sums) => Vector512.Sum(sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* target, Vector512<int> sums, int count)
    {
        if (count == Lanes)
            sums.Store(target);
        else
            Simd512.StoreTail((float*)target, sums.AsSingle(), count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats(
        float* target, Vector512<int> sums, float* scales, float* offsets, float low, float high, int count)
    {
        Vector512<float> result = (Avx512F.ConvertToVector512Single(sums) * Vector512.Load(scales)) + Vector512.Load(offsets);
        result = SimdMath<Simd512, Vector512<float>>.Clamp(result, Vector512.Create(low), Vector512.Create(high));
        if (count == Lanes)
            result.Store(target);
        else
            Simd512.StoreTail(target, result, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* target, Vector512<int> sums, float* scales, float low, float high, int zero, int count)
    {
        Vector512<float> scaled = Avx512F.ConvertToVector512Single(sums) * Vector512.Load(scales);
        scaled = Avx512F.Min(Avx512F.Max(scaled, Vector512.Create(low)), Vector512.Create(high));
        // The conversion to integers rounds half to even; that to bytes takes the low byte of each.
        Vector128<byte> bytes = Avx512F.ConvertToVector128Byte(Avx512F.ConvertToVector512Int32(scaled) + Vector512.Create(zero));
        if (count == Lanes)
            bytes.Store(target);
        else
            ByteSums128.StoreTail(target, bytes, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwo(byte* target, Vector512<int> first, Vector512<int> second, float* scales, float low, float high, int zero)
    {
        StoreBytes(target, first, scales, low, high, zero, Lanes);
        StoreBytes(target + Lanes, second, scales + Lanes, low, high, zero, Lanes);
    }
}
