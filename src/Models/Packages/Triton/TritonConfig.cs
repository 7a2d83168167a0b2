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
        ["platform", "backend", "max_batch_size", "input", "output", "version_policy", "default_model_filename"];

    public static Description Read(FoundFile file)
    {
        TextMessage config = TextFormat.ReadFile(file.Path, file.DisplayName);
        List<PackageNote> notes = [];
        AddPlatform(config, file, notes);
        AddFileName(config, file, notes);
        if (file.Graph is { } graph)
        {
            notes.AddRange(TritonTensors.Compare(config, "input", graph.Inputs, file.Name));
            notes.AddRange(TritonTensors.Compare(config, "output", graph.Outputs, file.Name));
        }

        AddUnused(config, file, notes);
        (Sourced<IReadOnlyList<string>> Labels, string? Output)? labels = ReadLabels(config, file, notes);
        return new Description
        {
            Labels = labels?.Labels,
            LabelledOutput = labels?.Output,
            Preprocessing = TritonTensors.ReadImage(config, file),
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

    // Labels belong to an output: to the one that is chosen, else to the first one that has any.
    private static (Sourced<IReadOnlyList<string>> Labels, string? Output)? ReadLabels(
        TextMessage config, FoundFile file, List<PackageNote> notes)
    {
        (Sourced<IReadOnlyList<string>> Labels, string? Output)? labels = null;
        int index = 0;
        foreach (TextMessage output in config.Messages("output"))
        {
            string field = string.Create(CultureInfo.InvariantCulture, $"output[{index++}].label_filename");
            if (output.Scalar("label_filename") is not { Length: > 0 } name)
                continue;
            string? of = output.Scalar("name");
            if (file.Said.Output?.Value is { } chosen && chosen != of)
                notes.Add(Note(NoteSeverity.Note, file, field, $"'{name}' is not used: it is of '{of}', and '{chosen}' is chosen."));
            else if (labels is not null)
                notes.Add(Note(
                    NoteSeverity.Note, file, field,
                    $"'{name}' is not used: an output before it has labels, and one list is used. Choose \"output\" in fovea.json."));
            else if (!IsBelow(name))
                notes.Add(Note(NoteSeverity.Warning, file, field, $"'{name}' is not read: expected a file in the model's folder."));
            else if (file.Beside(name) is { } found)
                labels = (new(LabelsFile.Read(found.Path, found.DisplayName), found.Name), of);
            else
                notes.Add(Note(
                    NoteSeverity.Warning, file, field, $"'{name}' is not there: the model has no labels from it. Put it beside {Name}."));
        }

        return labels;
    }

    // As in Triton, a path is relative to the model's folder, and does not leave it.
    private static bool IsBelow(string path) =>
        !Path.IsPathRooted(path) && !path.Contains('\\', StringComparison.Ordinal) && path is not "." && !path.EndsWith('/')
        && !path.Split('/').Contains("..");

    private static PackageNote Note(NoteSeverity severity, FoundFile file, string field, string text) =>
        new(severity, file.Name, field, text);

    private static void AddPlatform(TextMessage config, FoundFile file, List<PackageNote> notes)
    {
        if (config.Scalar("name") is { Length: > 0 } name && name != file.Model)
            notes.Add(new PackageNote(
                NoteSeverity.Note, file.Name, "name", $"'{name}' is not used: a model's name is that of its folder, '{file.Model}'."));
        if (config.Scalar("platform") is { } platform && platform is not ("" or "onnxruntime_onnx"))
            notes.Add(new PackageNote(
                NoteSeverity.Warning, file.Name, "platform", $"It is '{platform}'; the ONNX file that lies here is served."));
        if (config.Scalar("backend") is { } backend && backend is not ("" or "onnxruntime" or "fovea"))
            notes.Add(new PackageNote(
                NoteSeverity.Warning, file.Name, "backend", $"It is '{backend}'; the ONNX file that lies here is served."));
    }

    private static void AddFileName(TextMessage config, FoundFile file, List<PackageNote> notes)
    {
        if (config.Scalar("default_model_filename") is { Length: > 0 } name && name != file.ModelFile)
            notes.Add(new PackageNote(
                NoteSeverity.Warning, file.Name, "default_model_filename",
                $"'{name}' is not there or no ONNX file; {file.ModelFile} is served."));
    }

    private static void AddUnused(TextMessage config, FoundFile file, List<PackageNote> notes)
    {
        string[] others = [.. config.Fields.Select(field => field.Name).Where(name => name != "name" && !Known.Contains(name)).Distinct()];
        if (others.Length > 0)
            notes.Add(new PackageNote(NoteSeverity.Note, file.Name, null, $"Not used: {NameList.Of(others)}."));
        if (config.Wholes("max_batch_size") is [.., > 1 and var most])
            notes.Add(new PackageNote(
                NoteSeverity.Note, file.Name, "max_batch_size",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"It says that the first axis of every tensor is the batch; {most} is not used as a limit: docs/serving.md has the " +
                    $"server's.")));
    }
}
