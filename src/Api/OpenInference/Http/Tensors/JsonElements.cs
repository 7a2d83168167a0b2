using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Fovea.Inference;

namespace Fovea.Api.OpenInference.Http.Tensors;

/// <summary>FP32: a number, or one of the strings that stand for what JSON has no number for.</summary>
internal readonly struct SingleElement : IJsonElement<float>
{
    public static string Expected => $"a number of FP32's range, or {NonFinite.Names}";

    public static bool TryRead(ref Utf8JsonReader reader, out float value)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return SingleParser.TryParse(reader.ValueSpan, out value) || (reader.TryGetSingle(out value) && float.IsFinite(value));
        bool found = NonFinite.TryRead(ref reader, out double special);
        value = (float)special;
        return found;
    }
}

/// <summary>FP64, as FP32.</summary>
internal readonly struct DoubleElement : IJsonElement<double>
{
    public static string Expected => $"a number of FP64's range, or {NonFinite.Names}";

    public static bool TryRead(ref Utf8JsonReader reader, out double value) => reader.TokenType == JsonTokenType.Number
        ? reader.TryGetDouble(out value) && double.IsFinite(value)
        : NonFinite.TryRead(ref reader, out value);
}

/// <summary>FP16, as FP32; rounded to the nearest.</summary>
internal readonly struct HalfElement : IJsonElement<Half>
{
    public static string Expected => $"a number of FP16's range, or {NonFinite.Names}";

    public static bool TryRead(ref Utf8JsonReader reader, out Half value)
    {
        bool found = DoubleElement.TryRead(ref reader, out double number);
        value = (Half)number;
        return found && (reader.TokenType != JsonTokenType.Number || Half.IsFinite(value));
    }
}

/// <summary>BF16, as FP32; rounded to the nearest.</summary>
internal readonly struct BFloat16Element : IJsonElement<BFloat16>
{
    public static string Expected => $"a number of BF16's range, or {NonFinite.Names}";

    public static bool TryRead(ref Utf8JsonReader reader, out BFloat16 value)
    {
        bool found = SingleElement.TryRead(ref reader, out float number);
        value = (BFloat16)number;
        return found && (reader.TokenType != JsonTokenType.Number || float.IsFinite(value));
    }
}

/// <summary>A datatype of integers: a whole number of its range, without a fraction or an exponent.</summary>
/// <typeparam name="T">The integer.</typeparam>
internal readonly struct IntegerElement<T> : IJsonElement<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static readonly NumberStyles Sign = T.MinValue < T.Zero ? NumberStyles.AllowLeadingSign : NumberStyles.None;

    public static string Expected => T.Zero.GetByteCount() <= sizeof(short)
        ? $"a whole number from {T.MinValue} to {T.MaxValue}"
        : $"a whole number of {typeof(T).Name.ToUpperInvariant()}'s range";

    public static bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        value = T.Zero;
        return reader.TokenType == JsonTokenType.Number && T.TryParse(reader.ValueSpan, Sign, CultureInfo.InvariantCulture, out value);
    }
}

/// <summary>BOOL: true or false, or 1 or 0.</summary>
internal readonly struct BoolElement : IJsonElement<bool>
{
    public static string Expected => "true or false";

    public static bool TryRead(ref Utf8JsonReader reader, out bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        if (reader.TokenType != JsonTokenType.Number)
            return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
        bool whole = reader.TryGetByte(out byte number) && number <= 1;
        value = number == 1;
        return whole;
    }
}
