using System.Text.Json;
using System.Text.Unicode;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Files;

namespace Fovea.Models.Packages.Json;

/// <summary>Opens the JSON files of a model folder.</summary>
internal static class JsonFile
{
    // The byte order mark that some editors write; JSON does not allow it.
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
        MaxDepth = MaxDepth,
    };

    private static readonly JsonReaderOptions ReaderOptions = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = MaxDepth,
    };

    /// <summary>Parses a file whose root is an object, and calls <paramref name="read"/> with the root.</summary>
    /// <param name="path">The path.</param>
    /// <param name="displayName">The path relative to the model folder, for messages.</param>
    /// <param name="most">The most bytes that the file may have.</param>
    /// <param name="read">Is called with the root.</param>
    /// <exception cref="ModelPackageException">The file is not a JSON object, or its content is invalid.</exception>
    public static T Read<T>(string path, string displayName, int most, Func<JsonField, T> read)
    {
        ReadOnlyMemory<byte> bytes = PackageFile.ReadBytes(path, displayName, most);
        if (bytes.Span.StartsWith(ByteOrderMark))
            bytes = bytes[ByteOrderMark.Length..];
        try
        {
            RequireUnicode(bytes.Span, displayName);
            using JsonDocument document = JsonDocument.Parse(bytes, Options);
            var root = new JsonField(displayName, "", document.RootElement);
            root.RequireObject();
            return read(root);
        }
        catch (JsonException error)
        {
            throw new ModelPackageException($"{displayName}: the file is not valid JSON. {error.Message}", error);
        }
    }

    // A document is parsed without looking at the characters of its texts, and fails with another exception where they are taken.
    private static void RequireUnicode(ReadOnlySpan<byte> json, string displayName)
    {
        if (!Utf8.IsValid(json))
            throw new ModelPackageException($"{displayName}: the file is not UTF-8 text, which JSON is.");
        var reader = new Utf8JsonReader(json, ReaderOptions);
        while (reader.Read())
        {
            if (!reader.ValueIsEscaped || reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
                continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException error)
            {
                throw new ModelPackageException(
                    $"{displayName}: the text at byte {reader.TokenStartIndex} has an escape that is half a character; write both halves " +
                    "(\\uD83D\\uDC1C), or the character itself.", error);
            }
        }
    }
}
