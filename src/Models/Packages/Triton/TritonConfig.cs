using System.Globalization;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages.Triton;

/// <summary>
/// Reads Triton's <c>config.pbtxt</c> (https://github.com/triton-inference-server/common/blob/main/protobuf/model_config.proto): the labels
/// that an output names, and the size of the image where the graph leaves it open. What it says of inputs and outputs is compared with the
/// graph, which has precedence.
/// </summary>
internal static class TritonConfig
{
    /// <summary>The file's name.</summary>
    public const string Name = "config.pbtxt";

    // What is read here or elsewhere; a field of another name is noted.
    private static readonly string[] Known =
        ["platform", "backend", "runtime", "max_batch_size", "input", "output", "version_policy", "default_model_filename"];

    public static Description Read(FoundFile file)
    {
        TextMessage config = TextFormat.ReadFile(file.Path, file.DisplayName);
        List<PackageNote> notes = [];
        AddPlatform(config, file, notes);
        AddFileName(config, file, notes);
        var inputs = TritonTensors.Read(config, "input", file, notes);
        TritonTensors.Read(config, "output", file, notes);
        AddUnused(config, file, notes);
        return new Description
        {
            Labels = ReadLabels(config, file, notes),
            Preprocessing = inputs.Sides is { } sides
                ? new PreprocessingSettings { Width = new(sides.Value.Width, sides.Source), Height = new(sides.Value.Height, sides.Source) }
                : new PreprocessingSettings(),
            Notes = notes,
        };
    }

    /// <summary>The ONNX file that a configuration names; null where it names none, or cannot be read: loading says so.</summary>
    public static string? ReadFileName(string path, string displayName)
    {
        try
        {
            return File.Exists(path) ? TextFormat.ReadFile(path, displayName).Scalar("default_model_filename") : null;
        }
        catch (ModelPackageException)
        {
            return null;
        }
    }

    private static Sourced<IReadOnlyList<string>>? ReadLabels(TextMessage config, FoundFile file, List<PackageNote> notes)
    {
        Sourced<IReadOnlyList<string>>? labels = null;
        int index = 0;
        foreach (TextMessage output in config.Messages("output"))
        {
            string field = string.Create(CultureInfo.InvariantCulture, $"output[{index++}].label_filename");
            if (output.Scalar("label_filename") is not { Length: > 0 } name)
                continue;
            if (labels is not null)
                notes.Add(new PackageNote(
                    NoteSeverity.Note, file.Name, field, $"'{name}' is not used: an output before it names labels, and one list is used."));
            else if (name is "." or ".." || Path.GetFileName(name) != name || name.Contains('\\', StringComparison.Ordinal))
                notes.Add(new PackageNote(
                    NoteSeverity.Warning, file.Name, field, $"'{name}' is not read: expected a file beside {Name}, without a folder."));
            else if (file.Beside(name) is { } found)
                labels = new(LabelsFile.Read(found.Path, found.DisplayName), found.Name);
            else
                notes.Add(new PackageNote(
                    NoteSeverity.Warning, file.Name, field,
                    $"'{name}' is not there: the model has no labels from it. Put it beside {Name}."));
        }

        return labels;
    }

    private static void AddPlatform(TextMessage config, FoundFile file, List<PackageNote> notes)
    {
        string folder = Path.GetFileName(Path.GetDirectoryName(file.Path)!);
        if (config.Scalar("name") is { Length: > 0 } name && name != folder)
            notes.Add(new PackageNote(
                NoteSeverity.Note, file.Name, "name", $"'{name}' is not used: a model's name is that of its folder, '{folder}'."));
        if (config.Scalar("platform") is { } platform && platform is not ("" or "onnxruntime_onnx"))
            notes.Add(new PackageNote(
                NoteSeverity.Warning, file.Name, "platform", $"It is '{platform}'; the ONNX file that lies here is served."));
        if (config.Scalar("backend") is { } backend && backend is not ("" or "onnxruntime" or "fovea"))
            notes.Add(new PackageNote(
                NoteSeverity.Warning, file.Name, "backend", $"It is '{backend}'; the ONNX file that lies here is served."));
    }

    private static void AddFileName(TextMessage config, FoundFile file, List<PackageNote> notes)
    {
        if (config.Scalar("default_model_filename") is { Length: > 0 } name && name != file.ModelName)
            notes.Add(new PackageNote(
                NoteSeverity.Warning, file.Name, "default_model_filename",
                $"'{name}' is not there or no ONNX file; {file.ModelName} is served."));
    }

    private static void AddUnused(TextMessage config, FoundFile file, List<PackageNote> notes)
    {
        string[] others = [.. config.Fields.Select(field => field.Name).Where(name => name != "name" && !Known.Contains(name)).Distinct()];
        if (others.Length > 0)
            notes.Add(new PackageNote(NoteSeverity.Note, file.Name, null, $"Not used: {string.Join(", ", others)}."));
        if (config.Wholes("max_batch_size") is [.., > 1 and var most])
            notes.Add(new PackageNote(
                NoteSeverity.Note, file.Name, "max_batch_size",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"It says that the first axis of every tensor is the batch; {most} is not used as a limit: docs/serving.md has the " +
                    $"server's.")));
    }
}
