using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>128-bit vectors: SSE4 (no fused multiply-add without AVX2) or NEON.</summary>
internal readonly unsafe struct Simd128 : ISimd<Vector128<float>>
{
    public static int Lanes => 4;

    public static int Registers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => AdvSimd.IsSupported || Avx512F.VL.IsSupported ? 32 : 16;
    }

    public static Vector128<float> Zero => Vector128<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector128<float> value) => value.Store(target);

    // Four lanes have tails of one, two or three floats; each is written out, so that no byte after the tail is accessed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadTail(float* source, int count) =>
        Vector128.Create(source[0], count > 1 ? source[1] : 0f, count > 2 ? source[2] : 0f, 0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(float* target, Vector128<float> value, int count)
    {
        target[0] = value[0];
        if (count > 1)
            target[1] = value[1];
        if (count > 2)
            target[2] = value[2];
    }

    // Four bytes in the lowest lane, widened twice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadBytes(byte* source)
    {
        Vector128<byte> bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(source)).AsByte();
        return Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadSignedBytes(sbyte* source)
    {
        Vector128<sbyte> bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(source)).AsSByte();
        return Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(bytes)));
    }

    // Narrowing keeps the low half of each lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* target, Vector128<float> value)
    {
        Vector128<int> numbers = Truncate(value);
        Vector128<short> halves = Vector128.Narrow(numbers, numbers);
        Unsafe.WriteUnaligned(target, Vector128.Narrow(halves, halves).AsUInt32().ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(byte* target, Vector128<float> value, int zero)
    {
        Vector128<int> numbers = Round(value) + Vector128.Create(zero);
        Vector128<short> halves = Vector128.Narrow(numbers, numbers);
        Unsafe.WriteUnaligned(target, Vector128.Narrow(halves, halves).AsUInt32().ToScalar());
    }

    /// <summary>Half to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Round(Vector128<float> value) =>
        Sse2.IsSupported ? Sse2.ConvertToVector128Int32(value) : AdvSimd.ConvertToInt32RoundToEven(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(byte* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Fma.IsSupported ? Fma.MultiplyAdd(a, b, c)
        : AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(c, a, b)
        : (a * b) + c;

    // NEON's own minimum and maximum are NaN where either operand is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Min(a, b) : SelectLess(a, b, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Max(a, b) : SelectLess(b, a, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SquareRoot(Vector128<float> a) => Vector128.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Floor(Vector128<float> a) => Vector128.Floor(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Ceiling(Vector128<float> a) => Vector128.Ceiling(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Abs(Vector128<float> a) => Vector128.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SelectLess(
        Vector128<float> a, Vector128<float> b, Vector128<float> whenTrue, Vector128<float> whenFalse) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a, b), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SelectNaN(Vector128<float> a, Vector128<float> whenNaN, Vector128<float> otherwise) =>
        Vector128.ConditionalSelect(Vector128.Equals(a, a), otherwise, whenNaN);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> PowerOfTwo(Vector128<float> n) =>
        ((Truncate(n) + Vector128.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Truncate(Vector128<float> n) =>
        Sse2.IsSupported ? Sse2.ConvertToVector128Int32WithTruncation(n) : AdvSimd.ConvertToInt32RoundToZero(n);

    // As exponents, -127 is a factor of 0 and 128 infinity.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Scale(Vector128<float> p, Vector128<float> n) => p * PowerOfTwo(Max(Vector128.Create(-127f), n));

    // A float's bits are sign, 8 bits of exponent + 127, 23 bits of fraction: with the exponent replaced by that of 0.5 the
    // fraction falls into [0.5, 1), and the exponent of the number is its field - 126.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fraction(Vector128<float> a, out Vector128<float> exponent)
    {
        Vector128<int> bits = a.AsInt32();
        exponent = Vector128.ConvertToSingle((bits >>> 23) - Vector128.Create(126));
        return ((bits & Vector128.Create(0x007FFFFF)) | Vector128.Create(0x3F000000)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Zip(Vector128<float> a, Vector128<float> b, out Vector128<float> high)
    {
        high = Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
        return Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Unzip(Vector128<float> low, Vector128<float> high, out Vector128<float> odd)
    {
        odd = Sse.IsSupported ? Sse.Shuffle(low, high, 0b11_01_11_01) : AdvSimd.Arm64.UnzipOdd(low, high);
        return Sse.IsSupported ? Sse.Shuffle(low, high, 0b10_00_10_00) : AdvSimd.Arm64.UnzipEven(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> a) => a[0] + a[2] + (a[1] + a[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining | Loop.OptimizedAtOnce)]
    public static float MaxLane(Vector128<float> a)
    {
        float result = a[0];
        for (int i = 1; i < Vector128<float>.Count; i++)
            result = MathF.Max(result, a[i]);
        return result;
    }
}
