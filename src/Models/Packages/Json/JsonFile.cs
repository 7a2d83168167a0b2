using System.Text.Json;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Files;

namespace Fovea.Models.Packages.Json;

/// <summary>Opens the JSON files of a model folder.</summary>
internal static class JsonFile
{
    // The byte order mark that some editors write; JSON does not allow it.
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
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
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                bytes.Span.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes, Options);
            var root = new JsonField(displayName, "", document.RootElement);
            root.RequireObject();
            return read(root);
        }
        catch (JsonException error)
        {
            throw new ModelPackageException($"{displayName}: the file is not valid JSON. {error.Message}", error);
        }
    }
}
