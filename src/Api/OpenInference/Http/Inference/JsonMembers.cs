using System.Text.Json;
using Fovea.Api.Errors;

namespace Fovea.Api.OpenInference.Http.Inference;

/// <summary>Steps through JSON objects and arrays; what is not of the kind expected is named.</summary>
internal static class JsonMembers
{
    /// <summary>Goes to the next member's value; false at the end of the object.</summary>
    public static bool Next(ref Utf8JsonReader reader, out string name)
    {
        reader.Read();
        name = "";
        if (reader.TokenType == JsonTokenType.EndObject)
            return false;
        name = reader.GetString()!;
        reader.Read();
        return true;
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
            throw new ApiException(ErrorCodes.InvalidBody, $"The {what} is {Kind(reader.TokenType)}; an object is expected.");
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

    private static ApiException Wrong(ref Utf8JsonReader reader, string name, string of, string expected) =>
        new(ErrorCodes.InvalidBody, $"The member '{name}' of the {of} is {Kind(reader.TokenType)}; {expected} is expected.");

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number that does not fit",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
