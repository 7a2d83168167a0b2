using System.Runtime.CompilerServices;

namespace Fovea.Kernels.Elementwise;

/// <summary>
/// From real numbers to other elements. Real numbers are cut towards zero. What an integer type cannot hold becomes what the instructions
/// of x86-64 give, on every processor: the smallest number of the 32 or 64 bits that are converted to, of which narrower types keep the low
/// bits.
/// </summary>
internal static class RealConversion
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ToInt32(double value) => value is > int.MinValue - 1.0 and < int.MaxValue + 1.0 ? (int)value : int.MinValue;

    // As 32-bit vectors do it: above 2^31 the part below it is converted as a signed number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToUInt32(double value) => value >= 2147483648.0
        ? unchecked((uint)ToInt32(value - 2147483648.0) ^ (1U << 31))
        : unchecked((uint)ToInt32(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ToInt64(double value) =>
        value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value : long.MinValue;

    // Above 2^63 the part below it is converted as a signed number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ToUInt64(double value) => value >= 9223372036854775808.0
        ? unchecked((ulong)ToInt64(value - 9223372036854775808.0) ^ (1UL << 63))
        : unchecked((ulong)ToInt64(value));

    /// <summary>A number of type <typeparamref name="T"/>: float, double or an integer type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T To<T>(double value) where T : unmanaged
    {
        if (typeof(T) == typeof(double))
            return (T)(object)value;
        if (typeof(T) == typeof(float))
            return (T)(object)(float)value;
        if (typeof(T) == typeof(long))
            return (T)(object)ToInt64(value);
        if (typeof(T) == typeof(ulong))
            return (T)(object)ToUInt64(value);
        if (typeof(T) == typeof(uint))
            return (T)(object)ToUInt32(value);
        if (typeof(T) == typeof(int))
            return (T)(object)ToInt32(value);
        if (typeof(T) == typeof(short))
            return (T)(object)unchecked((short)ToInt32(value));
        if (typeof(T) == typeof(ushort))
            return (T)(object)unchecked((ushort)ToInt32(value));
        if (typeof(T) == typeof(sbyte))
            return (T)(object)unchecked((sbyte)ToInt32(value));
        if (typeof(T) == typeof(byte))
            return (T)(object)unchecked((byte)ToInt32(value));
        throw new NotSupportedException($"{typeof(T).Name} is no number that kernels compute with.");
    }

    /// <summary>The 16 bits of a float's upper half, rounded to the nearest, of two to the even one: a bfloat16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        // Adding 0x7FFF, and the lowest bit that stays, carries into it where the rest is above a half, or a half beside an odd bit. A NaN
        // could become an infinity, or carry into the sign.
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x0040) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
