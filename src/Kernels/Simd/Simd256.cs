using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>256-bit vectors: AVX2 with FMA; with AVX-512VL there are 32 registers.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static int Lanes => 8;

    public static int Registers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.VL.IsSupported ? 32 : 16;
    }

    public static Vector256<float> Zero => Vector256<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector256<float> value) => value.Store(target);

    // The mask has all bits set in the first count lanes: lane index < count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mask(int count) =>
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadTail(float* source, int count) => Avx.MaskLoad(source, Mask(count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(float* target, Vector256<float> value, int count) => Avx.MaskStore(target, Mask(count), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadBytes(byte* source) => Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSignedBytes(sbyte* source) => Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(source));

    // Narrowing keeps the low half of each lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* target, Vector256<float> value)
    {
        Vector256<int> numbers = Avx.ConvertToVector256Int32WithTruncation(value);
        Vector128<short> halves = Vector128.Narrow(numbers.GetLower(), numbers.GetUpper());
        Unsafe.WriteUnaligned(target, Vector128.Narrow(halves, halves).AsUInt64().ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(byte* target, Vector256<float> value, int zero) =>
        *(ulong*)target = LowBytes(Avx.ConvertToVector256Int32(value) + Vector256.Create(zero)).AsUInt64().ToScalar();

    /// <summary>The low byte of each lane, in the low half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LowBytes(Vector256<int> integers)
    {
        if (Avx512F.VL.IsSupported)
            return Avx512F.VL.ConvertToVector128Byte(integers);
        // Those of four lanes become the first word of their half.
        Vector256<int> packed = Avx2.Shuffle(integers.AsByte(), Vector256.Create(0x0C080400).AsByte()).AsInt32();
        return Sse2.UnpackLow(packed.GetLower(), packed.GetUpper()).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(byte* address) => Sse.Prefetch1(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Avx.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Avx.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SquareRoot(Vector256<float> a) => Vector256.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Floor(Vector256<float> a) => Vector256.Floor(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Ceiling(Vector256<float> a) => Vector256.Ceiling(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Abs(Vector256<float> a) => Vector256.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SelectLess(
        Vector256<float> a, Vector256<float> b, Vector256<float> whenTrue, Vector256<float> whenFalse) =>
        Vector256.ConditionalSelect(Vector256.LessThan(a, b), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SelectNaN(Vector256<float> a, Vector256<float> whenNaN, Vector256<float> otherwise) =>
        Vector256.ConditionalSelect(Vector256.Equals(a, a), otherwise, whenNaN);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PowerOfTwo(Vector256<float> n) =>
        ((Avx.ConvertToVector256Int32WithTruncation(n) + Vector256.Create(127)) << 23).AsSingle();

    // As exponents, -127 is a factor of 0 and 128 infinity.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Scale(Vector256<float> p, Vector256<float> n) => p * PowerOfTwo(Max(Vector256.Create(-127f), n));

    // A float's bits are sign, 8 bits of exponent + 127, 23 bits of fraction: with the exponent replaced by that of 0.5 the
    // fraction falls into [0.5, 1), and the exponent of the number is its field - 126.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fraction(Vector256<float> a, out Vector256<float> exponent)
    {
        Vector256<int> bits = a.AsInt32();
        exponent = Vector256.ConvertToSingle((bits >>> 23) - Vector256.Create(126));
        return ((bits & Vector256.Create(0x007FFFFF)) | Vector256.Create(0x3F000000)).AsSingle();
    }

    // Within halves a0 b0 a1 b1 | a4 b4 a5 b5 and a2 b2 a3 b3 | a6 b6 a7 b7; then their lower and their upper halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Zip(Vector256<float> a, Vector256<float> b, out Vector256<float> high)
    {
        (Vector256<float> first, Vector256<float> second) = (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b));
        high = Avx.Permute2x128(first, second, 0x31);
        return Avx.Permute2x128(first, second, 0x20);
    }

    // Within halves low0 low2 high0 high2 | low4 low6 high4 high6; then pairs of lanes in the order 0, 2, 1, 3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Unzip(Vector256<float> low, Vector256<float> high, out Vector256<float> odd)
    {
        odd = Avx2.Permute4x64(Avx.Shuffle(low, high, 0b11_01_11_01).AsDouble(), 0b11_01_10_00).AsSingle();
        return Avx2.Permute4x64(Avx.Shuffle(low, high, 0b10_00_10_00).AsDouble(), 0b11_01_10_00).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> a) => Simd128.Sum(a.GetLower() + a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining | Loop.OptimizedAtOnce)]
    public static float MaxLane(Vector256<float> a)
    {
        float result = a[0];
        for (int i = 1; i < Vector256<float>.Count; i++)
            result = MathF.Max(result, a[i]);
        return result;
    }
}
