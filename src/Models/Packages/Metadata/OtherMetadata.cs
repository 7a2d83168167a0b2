using Fovea.Models.Packages.Settings;
using Fovea.Models.Packages.Ultralytics;

namespace Fovea.Models.Packages.Metadata;

/// <summary>Notes what an exporter wrote into the ONNX file and no reader reads.</summary>
internal static class OtherMetadata
{
    // About the model's origin, not about its meaning.
    private static readonly string[] Informational =
        ["author", "date", "description", "docs", "license", "version", "onnx.infer", "onnx.quant.pre_process"];

    public static Description Read(FoundFile file)
    {
        if (file.Graph is not { Metadata: { Count: > 0 } metadata } graph)
            return Description.Nothing;
        List<PackageNote> notes = [];
        if (graph.MetadataLeftOut > 0)
            notes.Add(new PackageNote(
                NoteSeverity.Warning, file.Name, "metadata_props",
                $"{graph.MetadataLeftOut} of its texts are not read: there are more than 256, or more than 4 Mi characters."));
        string[] read = UltralyticsMetadata.IsAuthor(metadata) ? UltralyticsMetadata.Keys : [];
        string[] keys =
        [
            .. metadata.Keys.Where(key => !read.Contains(key) && !ImageMetadata.Keys.Contains(key) && !Informational.Contains(key))
                .Order(StringComparer.Ordinal),
        ];
        if (keys.Length > 0)
            notes.Add(new PackageNote(
                NoteSeverity.Note, file.Name, "metadata_props",
                $"Not read: {NameList.Of(keys)}. Labels among them belong into labels.txt, pre-processing into fovea.json."));
        return new Description { Notes = notes };
    }
}
