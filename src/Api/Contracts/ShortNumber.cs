using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>
/// A number that is written as short as it can be: with the digits of a float32 where it is one, else of a double; null where it is
/// infinite
/// or not a number.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly record struct ShortNumber(double Value)
{
    /// <summary>Wraps a number.</summary>
    public static implicit operator ShortNumber(double value) => new(value);

    /// <summary>Wraps a number, if there is one.</summary>
    public static ShortNumber? Of(double? value) => value is { } number ? new ShortNumber(number) : null;

    internal sealed class Converter : JsonConverter<ShortNumber>
    {
        public override ShortNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, ShortNumber value, JsonSerializerOptions options)
        {
            if (!double.IsFinite(value.Value))
                writer.WriteNullValue();
            else if ((double)(float)value.Value == value.Value)
                writer.WriteNumberValue((float)value.Value);
            else
                writer.WriteNumberValue(value.Value);
        }
    }
}
