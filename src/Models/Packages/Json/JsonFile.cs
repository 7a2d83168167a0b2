using System.Text.Json;
using Fovea.Models.Errors;

namespace Fovea.Models.Packages.Json;

/// <summary>Opens the JSON files of a model folder.</summary>
internal static class JsonFile
{
    // Far above what a description of a model takes: a list of 20,000 labels is 1 MB.
    private const long MaxBytes = 16 << 20;

    // What some editors write before the text; it is no JSON.
    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
    };

    /// <summary>Reads a file whose root is an object, and lets <paramref name="read"/> take from it.</summary>
    /// <exception cref="ModelPackageException">The file is no JSON object, or something in it is wrong.</exception>
    public static T Read<T>(string path, string displayName, Func<JsonField, T> read)
    {
        long length = new FileInfo(path).Length;
        if (length > MaxBytes)
            throw new ModelPackageException($"{displayName}: the file has {length} bytes; at most {MaxBytes} are read.");
        try
        {
            ReadOnlyMemory<byte> bytes = File.ReadAllBytes(path);
            using JsonDocument document = JsonDocument.Parse(bytes.Span.StartsWith(Utf8Mark) ? bytes[Utf8Mark.Length..] : bytes, Options);
            var root = new JsonField(displayName, "", document.RootElement);
            root.RequireObject();
            return read(root);
        }
        catch (JsonException error)
        {
            throw new ModelPackageException($"{displayName}: the file is no valid JSON. {error.Message}", error);
        }
    }
}
