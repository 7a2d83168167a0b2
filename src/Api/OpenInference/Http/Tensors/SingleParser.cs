namespace Fovea.Api.OpenInference.Http.Tensors;

/// <summary>
/// Reads decimal numbers as FP32 several times faster than the general way. The digits and the power of ten are each rounded to binary64
/// and combined: at most two roundings. The result then rounds to binary32 as the exact number does, unless it lies within a few units of
/// the middle between two neighbours; those, and what is too long, too large or too small, are left to the general way.
/// </summary>
internal static class SingleParser
{
    private const int MaxDigits = 19;
    private const int MaxScale = 22;
    private const int DroppedBits = 52 - 23;
    private const long Middle = 1L << (DroppedBits - 1);
    private const long Doubt = 8;

    // Powers of ten that binary64 holds exactly.
    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Reads a number; false where the general way must decide.</summary>
    /// <param name="text">A number as JSON's grammar has it.</param>
    /// <param name="value">The nearest FP32.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        value = 0;
        int at = text[0] == '-' ? 1 : 0;
        int first = at;
        ulong digits = 0;
        at = ReadDigits(text, at, ref digits);
        int count = at - first;
        int scale = 0;
        if (at < text.Length && text[at] == '.')
        {
            int point = at + 1;
            at = ReadDigits(text, point, ref digits);
            scale = point - at;
            count -= scale;
        }

        if (count > MaxDigits || (at < text.Length && !TryReadExponent(text[(at + 1)..], ref scale)) || scale is < -MaxScale or > MaxScale)
            return false;

        double number = scale < 0 ? digits / PowersOfTen[-scale] : digits * PowersOfTen[scale];
        long dropped = BitConverter.DoubleToInt64Bits(number) & ((1L << DroppedBits) - 1);
        bool normal = number is 0 or (>= 1.17549435e-38 and < float.MaxValue);
        if (!normal || Math.Abs(dropped - Middle) <= Doubt)
            return false;
        value = (float)(text[0] == '-' ? -number : number);
        return true;
    }

    private static int ReadDigits(ReadOnlySpan<byte> text, int at, ref ulong digits)
    {
        for (; at < text.Length && (uint)(text[at] - '0') <= 9; at++)
            digits = unchecked(digits * 10 + (uint)(text[at] - '0'));
        return at;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, ref int scale)
    {
        bool negative = text[0] == '-';
        int at = negative || text[0] == '+' ? 1 : 0;
        if (text.Length - at > 3)
            return false;
        int exponent = 0;
        for (; at < text.Length; at++)
            exponent = exponent * 10 + (text[at] - '0');
        scale += negative ? -exponent : exponent;
        return true;
    }
}
