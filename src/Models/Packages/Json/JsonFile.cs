using System.Text.Json;
using Fovea.Models.Errors;

namespace Fovea.Models.Packages.Json;

/// <summary>Opens the JSON files of a model folder.</summary>
internal static class JsonFile
{
    // Far more than any description of a model needs: a list of 20,000 labels is 1 MB.
    private const long MaxBytes = 16 << 20;

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
    /// <exception cref="ModelPackageException">The file is not a JSON object, or its content is invalid.</exception>
    public static T Read<T>(string path, string displayName, Func<JsonField, T> read)
    {
        long length = new FileInfo(path).Length;
        if (length > MaxBytes)
            throw new ModelPackageException($"{displayName}: the file has {length} bytes; at most {MaxBytes} are read.");
        try
        {
            ReadOnlyMemory<byte> bytes = File.ReadAllBytes(path);
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
