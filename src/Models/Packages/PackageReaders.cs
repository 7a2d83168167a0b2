using Fovea.Models.Packages.Files;
using Fovea.Models.Packages.FoveaJson;
using Fovea.Models.Packages.HuggingFace;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Metadata;
using Fovea.Models.Packages.Paddle;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Packages.Triton;
using Fovea.Models.Packages.Ultralytics;

namespace Fovea.Models.Packages;

/// <summary>The reader of one kind of file.</summary>
/// <param name="FileName">The file's name; null for what the ONNX file itself says besides its graph.</param>
/// <param name="Read">What the file says.</param>
/// <param name="BesideFlatModels">Whether a flat <c>NAME.onnx</c> can have it too, as <c>NAME.</c> and the file's name.</param>
/// <param name="OnlyPixels">Whether it says nothing but how pixels are prepared.</param>
internal sealed record PackageReader(
    string? FileName, Func<FoundFile, Description> Read, bool BesideFlatModels = false, bool OnlyPixels = false);

/// <summary>The files that are read beside a model, and what its ONNX file says of it.</summary>
internal static class PackageReaders
{
    /// <summary>Every reader. Each setting is taken on its own from the first file that has it.</summary>
    public static IReadOnlyList<PackageReader> All { get; } =
    [
        new(FoveaFile.Name, file => file.Json(FoveaFile.Read, PackageFile.LongestSettings), BesideFlatModels: true),
        new("labels.txt", LabelsFile.Read, BesideFlatModels: true),
        new("processor_config.json", ImageProcessorFile.ReadNested, OnlyPixels: true),
        new("preprocessor_config.json", ImageProcessorFile.Read, OnlyPixels: true),
        new("config.json", ModelConfig.Read),
        new(TritonConfig.Name, TritonConfig.Read),
        new(DetectionConfig.Name, DetectionConfig.Read),
        new(InferenceConfig.Name, InferenceConfig.Read),
        new(null, UltralyticsMetadata.Read),
        new(null, ImageMetadata.Read),
        new(null, LayoutPreparation.Read),
        new(null, TextPreparation.Read),
        new(null, PosePreparation.Read),
        new(null, PicturePreparation.Read),
        new(null, DepthPreparation.Read),
        new(null, MapPreparation.Read),
        new(null, OtherMetadata.Read),
    ];

    /// <summary>The names of all files that are read.</summary>
    public static IEnumerable<string> FileNames => All.Select(reader => reader.FileName).OfType<string>();

    private static Func<FoundFile, Description> Json(Func<JsonField, Description> read) => file => file.Json(read);
}
