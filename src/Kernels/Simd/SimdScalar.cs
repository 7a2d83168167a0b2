using System.Runtime.CompilerServices;

namespace Fovea.Kernels.Simd;

/// <summary>
/// One float at a time: the same kernels without vectors. Multiplies, then adds, because software FMA would be a function call.
/// </summary>
internal readonly unsafe struct SimdScalar : ISimd<float>
{
    public static int Lanes => 1;

    public static int Registers => 16;

    public static float Zero => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, float value) => *target = value;

    // One lane has no tails; these methods complete the interface and are correct for a count of 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadTail(float* source, int count) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(float* target, float value, int count) => *target = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadBytes(byte* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadSignedBytes(sbyte* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* target, float value) => *target = unchecked((byte)(int)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(byte* target, float value, int zero) =>
        *target = unchecked((byte)((int)MathF.Round(value) + zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(byte* address)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float a, float b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SquareRoot(float a) => MathF.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Floor(float a) => MathF.Floor(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Ceiling(float a) => MathF.Ceiling(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Abs(float a) => MathF.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SelectLess(float a, float b, float whenTrue, float whenFalse) => a < b ? whenTrue : whenFalse;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SelectNaN(float a, float whenNaN, float otherwise) => float.IsNaN(a) ? whenNaN : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float PowerOfTwo(float n) => BitConverter.Int32BitsToSingle(((int)n + 127) << 23);

    // As exponents, -127 is a factor of 0 and 128 infinity.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Scale(float p, float n) => p * PowerOfTwo(Max(-127f, n));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fraction(float a, out float exponent)
    {
        int bits = BitConverter.SingleToInt32Bits(a);
        exponent = (bits >>> 23) - 126;
        return BitConverter.Int32BitsToSingle((bits & 0x007FFFFF) | 0x3F000000);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Zip(float a, float b, out float high)
    {
        high = b;
        return a;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Unzip(float low, float high, out float odd)
    {
        odd = high;
        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float a) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(float a) => a;
}
