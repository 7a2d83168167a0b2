using Fovea.Models.Packages.Settings;
using Fovea.Models.Packages.Ultralytics;

namespace Fovea.Models.Packages.Metadata;

/// <summary>Notes what an exporter wrote into the ONNX file and no reader reads.</summary>
internal static class OtherMetadata
{
    // A note names this many keys at most, each up to this length.
    private const int NamedKeys = 20;
    private const int KeyLength = 60;

    // About the model's origin, not about its meaning.
    private static readonly string[] Informational =
        ["author", "date", "description", "docs", "license", "version", "onnx.infer", "onnx.quant.pre_process"];

    public static Description Read(FoundFile file)
    {
        if (file.Graph?.Metadata is not { Count: > 0 } metadata)
            return Description.Nothing;
        string[] read = UltralyticsMetadata.IsAuthor(metadata) ? UltralyticsMetadata.Keys : [];
        string[] keys =
        [
            .. metadata.Keys.Where(key => !read.Contains(key) && !ImageMetadata.Keys.Contains(key) && !Informational.Contains(key))
                .Order(StringComparer.Ordinal),
        ];
        if (keys.Length == 0)
            return Description.Nothing;
        string others = keys.Length > NamedKeys ? $" and {keys.Length - NamedKeys} others" : "";
        return new Description
        {
            Notes =
            [
                new PackageNote(
                    NoteSeverity.Note, file.Name, "metadata_props",
                    $"Not read: {string.Join(", ", keys.Take(NamedKeys).Select(Short))}{others}. Labels among them belong into " +
                    "labels.txt, pre-processing into fovea.json."),
            ],
        };
    }

    private static string Short(string key) => key.Length <= KeyLength ? key : $"{key[..KeyLength]}...";
}
