using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>
/// The class that a processor's file belongs to, found in the order of transformers' <c>AutoImageProcessor</c>:
/// <c>image_processor_type</c>, <c>feature_extractor_type</c>, then the <c>model_type</c> of config.json; after these,
/// <c>processor_class</c>.
/// </summary>
/// <param name="Row">What is known of the class; null where the file names none, or one that is not known.</param>
/// <param name="Name">The class or model type that is named; null where none is.</param>
/// <param name="Note">What is to be said about it; null where it is known.</param>
internal sealed record ProcessorClass(ImageProcessor? Row, string? Name, PackageNote? Note)
{
    private const string Timm = "TimmWrapper";

    private static readonly string[] ClassFields = ["image_processor_type", "feature_extractor_type"];

    /// <summary>Whether timm's description, in config.json, is all that counts.</summary>
    public bool IsTimm => Name?.StartsWith(Timm, StringComparison.Ordinal) == true;

    /// <summary>Finds the class.</summary>
    /// <param name="root">The processor's fields.</param>
    /// <param name="file">Their file.</param>
    public static ProcessorClass Find(JsonField root, FoundFile file)
    {
        if (ClassFields.Select(root.Get).FirstOrDefault(field => field is not null) is { } type)
        {
            string name = type.Text();
            return ProcessorTable.OfClass(name) is { } row ? new(row, name, null) : new(null, name, Unknown(file, type.Path, name));
        }

        if (ModelType(file) is { } modelType && ProcessorTable.OfModelType(modelType) is { } ofModel)
            return new(ofModel, $"{ofModel.Names[0]}ImageProcessor", null);
        if (root.Get("processor_class") is { } processor && ProcessorTable.OfClass(processor.Text()) is { } ofProcessor)
            return new(ofProcessor, $"{ofProcessor.Names[0]}ImageProcessor", null);
        return new(null, null, new PackageNote(
            NoteSeverity.Note, file.Name, "image_processor_type",
            "The file names no class of processor, whose defaults would count; its fields are read on their own."));
    }

    private static string? ModelType(FoundFile file) => file.Beside("config.json")?.Json(
        root => root.Get("model_type") is { Kind: System.Text.Json.JsonValueKind.String } type ? type.Text() : null);

    private static PackageNote Unknown(FoundFile file, string field, string name) => new(
        NoteSeverity.Warning, file.Name, field,
        $"The processor's class '{name}' is not known; the file's fields are read on their own, without the defaults and the steps of " +
        "that class. Compare GET /models/{model} with them, and write what differs into fovea.json.");
}
