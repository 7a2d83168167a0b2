using System.Text;
using System.Text.Json;
using Fovea.Api.Errors;

namespace Fovea.Api.Http;

/// <summary>
/// Steps through JSON objects and arrays; what is not of the kind expected is named. A member that is null counts as absent: many clients
/// write every optional member, and null where it has no value.
/// </summary>
internal static class JsonMembers
{
    // Messages quote a number up to this length.
    private const int QuotedLength = 40;

    /// <summary>Goes to the value of the next member that is not null; false at the end of the object.</summary>
    public static bool Next(ref Utf8JsonReader reader, out string name)
    {
        while (true)
        {
            reader.Read();
            name = "";
            if (reader.TokenType == JsonTokenType.EndObject)
                return false;
            name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
                return true;
        }
    }

    /// <summary>Goes to the next item; false at the end of the array.</summary>
    public static bool NextItem(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType != JsonTokenType.EndArray;
    }

    public static void ExpectObject(ref Utf8JsonReader reader, string what)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new ApiException(ErrorCodes.InvalidBody, $"The {what} is {Found(ref reader)}; an object is expected.");
    }

    public static void ExpectArray(ref Utf8JsonReader reader, string name, string of)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Wrong(ref reader, name, of, "an array");
    }

    public static string Text(ref Utf8JsonReader reader, string name, string of) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Wrong(ref reader, name, of, "a string");

    public static long Whole(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value)
            ? value
            : throw Wrong(ref reader, name, "request", "a whole number of 64 bits");

    public static bool Flag(ref Utf8JsonReader reader, string name) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? reader.GetBoolean()
            : throw Wrong(ref reader, name, "request", "true or false");

    /// <summary>What the reader stands at, for messages.</summary>
    public static string Found(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number =>
            $"the number {Encoding.ASCII.GetString(reader.ValueSpan[..Math.Min(QuotedLength, reader.ValueSpan.Length)])}",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    private static ApiException Wrong(ref Utf8JsonReader reader, string name, string of, string expected) =>
        new(ErrorCodes.InvalidBody, $"The member '{name}' of the {of} is {Found(ref reader)}; {expected} is expected.");
}
