using System.Text.Json;
using Fovea.Imaging.Decoding;

namespace Fovea.Api.Http;

/// <summary>Recognises in JSON that a picture is given by where it is, in any of the ways in which other services take that.</summary>
internal static class JsonAddresses
{
    private static readonly string[] Words = ["url", "uri", "href"];

    /// <summary>Whether a name announces an address.</summary>
    public static bool IsAddressName(string name)
    {
        ReadOnlySpan<char> singular = name.AsSpan().TrimEnd('s');
        foreach (string word in Words)
        {
            if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || singular.EndsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>What is said of a value that is an address, or has one in it, to follow its name; null where neither is.</summary>
    /// <param name="reader">A reader that stands at the value; it is copied, and stays there.</param>
    /// <param name="name">The name of the member; empty where it tells nothing.</param>
    public static string? Find(Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Address(ref reader, name) is { } kind ? $"is {SentText.Describe(kind)}" : null;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return null;
        int depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
                name = reader.GetString()!;
            else if (reader.TokenType == JsonTokenType.String && Address(ref reader, name) is { } kind)
                return $"has {SentText.Describe(kind)}";
        }

        return null;
    }

    /// <summary>The kind of address that a string is, by what it says or else by the name of its member.</summary>
    private static PictureTextKind? Address(ref Utf8JsonReader reader, string name)
    {
        PictureTextKind? kind = PictureText.Recognize(reader.ValueSpan);
        if (kind?.IsElsewhere() == true)
            return kind;
        return kind is null && IsAddressName(name) ? PictureTextKind.WebAddress : null;
    }
}
