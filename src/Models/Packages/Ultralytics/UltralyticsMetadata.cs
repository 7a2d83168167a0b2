using System.Text.Json;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.Ultralytics;

/// <summary>
/// Reads what Ultralytics' exporter writes into the ONNX file: <c>names</c>, <c>imgsz</c> and <c>task</c>. The pre-processing is that of
/// its <c>classify_transforms</c> (since 8.0.233): the shorter side to imgsz by Pillow's bilinear filter, torchvision's CenterCrop, x/255.
/// The other tasks have its <c>LetterBox</c>.
/// </summary>
internal static class UltralyticsMetadata
{
    /// <summary>The keys that are read.</summary>
    public static readonly string[] Keys = ["names", "imgsz", "task", "version", "kpt_shape"];

    private const string Classify = "classify";

    // The sides where neither the graph nor the metadata give them: those of Ultralytics' own models.
    private const int DefaultClassifySide = 224;
    private const int DefaultSide = 640;

    // The tasks whose answers /predict gives.
    private static readonly string[] Served = [Classify, "detect", "pose", "obb"];

    // The colour around an image that LetterBox has fitted in.
    private static readonly RgbColor Border = new(114, 114, 114);

    // The first version that prepares images for classifiers with torchvision.
    private static readonly Version FirstWithTorchVision = new(8, 0, 233);

    /// <summary>Whether Ultralytics exported the model.</summary>
    public static bool IsAuthor(IReadOnlyDictionary<string, string> metadata) =>
        metadata.ContainsKey("names")
        && (metadata.ContainsKey("task") || metadata.ContainsKey("stride") || metadata.GetValueOrDefault("author") == "Ultralytics");

    public static Description Read(FoundFile file)
    {
        if (file.Graph?.Metadata is not { } metadata || !IsAuthor(metadata))
            return Description.Nothing;
        List<PackageNote> notes = [];
        Sourced<IReadOnlyList<string>>? labels = Field(metadata, "names", file, notes, field => IndexedLabels.Read(field));
        if (metadata.GetValueOrDefault("task") is not { } task)
        {
            notes.Add(Note(
                file, NoteSeverity.Note, "task",
                "It is absent, as in exports of YOLOv5: labels are read. How images are prepared is known of its detectors, by their " +
                "layout; its classifiers crop the largest square, resize it, and normalise with ImageNet's mean and std."));
            return new Description { Labels = labels, Notes = notes };
        }

        PreprocessingSettings settings = ReadSettings(task, metadata, file, notes);
        if (task == Classify)
            AddVersion(metadata, file, notes);
        else if (!Served.Contains(task))
        {
            notes.Add(Note(
                file, NoteSeverity.Note, "task",
                $"The task '{task}' is not served by /predict; the layers are at /featuremaps, the outputs at /v2."));
        }

        return new Description { Labels = labels, Preprocessing = settings, Notes = notes };
    }

    private static PreprocessingSettings ReadSettings(
        string task, IReadOnlyDictionary<string, string> metadata, FoundFile file, List<PackageNote> notes)
    {
        (int Width, int Height)? exported = GraphImage.Sides(file.Graph);
        Sourced<(int Width, int Height)>? said = Field(metadata, "imgsz", file, notes, ReadSize);
        if (exported is { } graph && said is { } other && other.Value != graph)
        {
            notes.Add(Note(
                file, NoteSeverity.Warning, "imgsz",
                $"It says {other.Value.Width}x{other.Value.Height}, and the graph was exported for {graph.Width}x{graph.Height}: images " +
                "are prepared for the graph."));
        }

        string source = Source(file, "task");
        int side = task == Classify ? DefaultClassifySide : DefaultSide;
        Sourced<(int Width, int Height)> size = exported is { } fixedSize
            ? new(fixedSize, said is { } same && same.Value == fixedSize ? same.Source : "model input")
            : said ?? new((side, side), $"{source} (Ultralytics' default)");
        (int width, int height) = size.Value;
        return new PreprocessingSettings
        {
            Width = new(width, size.Source),
            Height = new(height, size.Source),
            Resize = new(
                task != Classify ? new ResizeTarget(ResizeKind.Fit, Width: width, Height: height) { Rounding = FitRounding.Product } :
                width == height ? new ResizeTarget(ResizeKind.ShortestEdge, width) :
                new ResizeTarget(ResizeKind.Exact, Width: width, Height: height),
                source),
            Filter = new(task == Classify ? ResizeFilter.Bilinear : ResizeFilter.OpenCvLinear, source),
            Crop = new(CropRounding.HalfEven, source),
            Padding = task == Classify ? null : new(Border, source),
            Normalization = new(new Normalization([new(NormalizationOperation.Divide, 255)]), source),
        };
    }

    private static Sourced<(int Width, int Height)>? ReadSize(JsonField? field)
    {
        if (field is not { } size)
            return null;
        JsonField[] sides = size.Kind == JsonValueKind.Array ? [.. size.Items()] : [size];
        if (sides.Length is not (1 or 2))
            throw size.Error("height and width");
        return size.Sourced((sides[^1].Whole(1, ImageSides.Max), sides[0].Whole(1, ImageSides.Max)));
    }

    private static void AddVersion(IReadOnlyDictionary<string, string> metadata, FoundFile file, List<PackageNote> notes)
    {
        if (Version.TryParse(metadata.GetValueOrDefault("version"), out Version? version) && version < FirstWithTorchVision)
        {
            notes.Add(Note(
                file, NoteSeverity.Note, "version",
                $"Ultralytics before {FirstWithTorchVision} cropped the largest square and resized it with OpenCV's bilinear filter, " +
                "without smoothing; images are prepared as by later versions."));
        }
    }

    // What cannot be read is no reason to refuse a network that runs.
    private static Sourced<T>? Field<T>(
        IReadOnlyDictionary<string, string> metadata, string key, FoundFile file, List<PackageNote> notes,
        Func<JsonField?, Sourced<T>?> read)
    {
        if (metadata.GetValueOrDefault(key) is not { } text)
            return null;
        try
        {
            return read(new JsonField(file.Name, Path(key), PythonLiteral.Read(text, wholeAsText: key == "names")));
        }
        catch (Exception error) when (error is FormatException or ModelPackageException)
        {
            notes.Add(Note(file, NoteSeverity.Warning, key, $"It cannot be read, and is not used. {error.Message}"));
            return null;
        }
    }

    private static PackageNote Note(FoundFile file, NoteSeverity severity, string key, string text) =>
        new(severity, file.Name, Path(key), text);

    private static string Source(FoundFile file, string key) => $"{file.Name}: {Path(key)}";

    private static string Path(string key) => $"metadata_props.{key}";
}
