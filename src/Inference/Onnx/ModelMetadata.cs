using System.Collections.Frozen;
using Fovea.Inference.Onnx.Schema;

namespace Fovea.Inference.Onnx;

/// <summary>The texts that an exporter added to a model (<c>metadata_props</c>), within bounds.</summary>
internal static class ModelMetadata
{
    /// <summary>The most entries; further ones are left out.</summary>
    public const int MaxEntries = 256;

    /// <summary>The most characters of all entries together, enough for the names of 21,841 classes; further ones are left out.</summary>
    public const int MaxCharacters = 4 << 20;

    /// <summary>
    /// Reads the entries, and counts those left out. Of a key that is there twice the last one counts, as in ONNX Runtime.
    /// </summary>
    public static (IReadOnlyDictionary<string, string> Read, int LeftOut) Read(ModelProto model)
    {
        int leftOut = 0;
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        long characters = 0;
        foreach (StringStringEntryProto entry in model.MetadataProps)
        {
            int length = entry.Key.Length + entry.Value.Length;
            if (characters + length > MaxCharacters || (read.Count == MaxEntries && !read.ContainsKey(entry.Key)))
            {
                leftOut++;
                continue;
            }

            characters += length;
            read[entry.Key] = entry.Value;
        }

        return (read.ToFrozenDictionary(StringComparer.Ordinal), leftOut);
    }
}
