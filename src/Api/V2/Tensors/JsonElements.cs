using System.Text.Json;

namespace Fovea.Api.V2.Tensors;

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

/// <summary>INT64: a whole number.</summary>
internal readonly struct Int64Element : IJsonElement<long>
{
    public static string Expected => "a whole number of INT64's range";

    public static bool TryRead(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);
    }
}

/// <summary>INT32: a whole number.</summary>
internal readonly struct Int32Element : IJsonElement<int>
{
    public static string Expected => "a whole number of INT32's range";

    public static bool TryRead(ref Utf8JsonReader reader, out int value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out value);
    }
}

/// <summary>UINT64: a whole number, not negative.</summary>
internal readonly struct UInt64Element : IJsonElement<ulong>
{
    public static string Expected => "a whole number of UINT64's range";

    public static bool TryRead(ref Utf8JsonReader reader, out ulong value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out value);
    }
}

/// <summary>UINT32: a whole number, not negative.</summary>
internal readonly struct UInt32Element : IJsonElement<uint>
{
    public static string Expected => "a whole number of UINT32's range";

    public static bool TryRead(ref Utf8JsonReader reader, out uint value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out value);
    }
}

/// <summary>INT16: a whole number from -32768 to 32767.</summary>
internal readonly struct Int16Element : IJsonElement<short>
{
    public static string Expected => "a whole number from -32768 to 32767";

    public static bool TryRead(ref Utf8JsonReader reader, out short value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt16(out value);
    }
}

/// <summary>UINT16: a whole number from 0 to 65535.</summary>
internal readonly struct UInt16Element : IJsonElement<ushort>
{
    public static string Expected => "a whole number from 0 to 65535";

    public static bool TryRead(ref Utf8JsonReader reader, out ushort value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetUInt16(out value);
    }
}

/// <summary>INT8: a whole number from -128 to 127.</summary>
internal readonly struct Int8Element : IJsonElement<sbyte>
{
    public static string Expected => "a whole number from -128 to 127";

    public static bool TryRead(ref Utf8JsonReader reader, out sbyte value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetSByte(out value);
    }
}

/// <summary>UINT8: a whole number from 0 to 255.</summary>
internal readonly struct UInt8Element : IJsonElement<byte>
{
    public static string Expected => "a whole number from 0 to 255";

    public static bool TryRead(ref Utf8JsonReader reader, out byte value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out value);
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
