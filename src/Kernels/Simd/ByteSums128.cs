using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fovea.Kernels.Simd;

/// <summary>Sums in 128-bit vectors: SSE4 or NEON.</summary>
internal readonly unsafe struct ByteSums128 : IByteSums<Vector128<int>>
{
    public static int Lanes => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(int value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(int* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Subtract(Vector128<int> a, Vector128<int> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Multiply(Vector128<int> a, Vector128<int> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Total(Vector128<int> sums) => Vector128.Sum(sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* target, Vector128<int> sums, int count)
    {
        if (count == Lanes)
            sums.Store(target);
        else
            Simd128.StoreTail((float*)target, sums.AsSingle(), count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats(
        float* target, Vector128<int> sums, float* scales, float* offsets, float low, float high, int count)
    {
        Vector128<float> result = (Vector128.ConvertToSingle(sums) * Vector128.Load(scales)) + Vector128.Load(offsets);
        result = SimdMath<Simd128, Vector128<float>>.Clamp(result, Vector128.Create(low), Vector128.Create(high));
        if (count == Lanes)
            result.Store(target);
        else
            Simd128.StoreTail(target, result, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* target, Vector128<int> sums, float* scales, float low, float high, int zero, int count)
    {
        Vector128<float> scaled = Vector128.ConvertToSingle(sums) * Vector128.Load(scales);
        scaled = Simd128.Min(Simd128.Max(scaled, Vector128.Create(low)), Vector128.Create(high));
        Vector128<byte> rounded = (Simd128.Round(scaled) + Vector128.Create(zero)).AsByte();
        // The low bytes of the four lanes become the first word.
        Vector128<byte> bytes = Vector128.Shuffle(rounded, Vector128.Create((byte)0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        if (count == Lanes)
            *(uint*)target = bytes.AsUInt32().ToScalar();
        else
            StoreTail(target, bytes, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwo(byte* target, Vector128<int> first, Vector128<int> second, float* scales, float low, float high, int zero)
    {
        StoreBytes(target, first, scales, low, high, zero, Lanes);
        StoreBytes(target + Lanes, second, scales + Lanes, low, high, zero, Lanes);
    }

    /// <summary>Stores the first <paramref name="count"/> (1 to 15) bytes; memory after them is not accessed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(byte* target, Vector128<byte> bytes, int count)
    {
        // The bits of the count are pieces of eight, four, two bytes and one.
        ulong part = bytes.AsUInt64().ToScalar();
        if ((count & 8) != 0)
        {
            *(ulong*)target = part;
            part = bytes.AsUInt64().GetElement(1);
            target += 8;
        }

        if ((count & 4) != 0)
        {
            *(uint*)target = (uint)part;
            part >>= 32;
            target += 4;
        }

        if ((count & 2) != 0)
        {
            *(ushort*)target = (ushort)part;
            part >>= 16;
            target += 2;
        }

        if ((count & 1) != 0)
            *target = (byte)part;
    }
}
