using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Packages;

/// <summary>One version of a model, with everything that the files beside it say about it. Immutable.</summary>
public sealed record ModelPackage
{
    /// <summary>
    /// The relative tolerance of self-tests where <c>fovea.json</c> gives none: the largest difference, over the range of the expected
    /// output.
    /// </summary>
    public const double DefaultSelfTestTolerance = 1e-3;

    // A label is part of every answer; the longest of ImageNet has 131 characters.
    private const int LongestLabel = 1024;

    // Files may give a note for each of their fields.
    private const int MostNotes = 100;

    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version as text: <c>"1"</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The full path of the ONNX file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>The ONNX file's name without its folder: the file of notes about the graph.</summary>
    internal string ModelFile => Path.GetFileName(ModelPath);

    /// <summary>One label per class, in order; null where there are none.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The file and field that the labels come from.</summary>
    public string? LabelsSource { get; init; }

    /// <summary>The pre-processing settings from the files.</summary>
    public PreprocessingSettings Preprocessing { get; init; } = new();

    /// <summary>The <c>fovea.json</c> of the model, whether it exists or not, relative to the model folder.</summary>
    public required string SettingsFile { get; init; }

    /// <summary>The output of the network that the task reads, as <c>fovea.json</c> sets it; null to find it.</summary>
    public Sourced<string>? Output { get; init; }

    /// <summary>The output to which the labels belong, where the file says so that has them.</summary>
    internal string? LabelledOutput { get; init; }

    /// <summary>What turns the model's scores into probabilities, as <c>fovea.json</c> sets it; null to decide by the graph.</summary>
    public Sourced<OutputActivation>? OutputActivation { get; init; }

    /// <summary>What turns them into probabilities where the graph does not, as a file describes the network's problem.</summary>
    public Sourced<OutputActivation>? LogitActivation { get; init; }

    /// <summary>The name of the network's task, as <c>fovea.json</c> sets it; null to find it.</summary>
    public Sourced<string>? Task { get; init; }

    /// <summary>How the outputs of a detector are read, as <c>fovea.json</c> sets it.</summary>
    internal DetectorSettings Detection { get; init; } = DetectorSettings.None;

    /// <summary>How the values of a network that makes pictures become pixels, as <c>fovea.json</c> sets it.</summary>
    internal PictureSettings Picture { get; init; } = new();

    /// <summary>The self-tests that are run when the model is loaded.</summary>
    public IReadOnlyList<SelfTest> SelfTests { get; init; } = [];

    /// <summary>
    /// The tolerance of self-tests: the largest absolute difference from the expected output, divided by the expected output's range
    /// (maximum minus minimum, at least 1e-6).
    /// </summary>
    public double SelfTestTolerance { get; init; } = DefaultSelfTestTolerance;

    /// <summary>What was found beside the model and is not used, and what had to be assumed.</summary>
    public IReadOnlyList<PackageNote> Notes { get; init; } = [];

    /// <summary>Reads everything beside the model's ONNX file, without its graph; the ONNX file itself is not opened.</summary>
    /// <exception cref="ModelPackageException">A file is invalid; the message names the file and the field.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ModelPackage Load(ModelLocation location) => Load(location, null);

    /// <summary>Reads everything beside the model's ONNX file.</summary>
    /// <param name="location">The model's place in the model folder.</param>
    /// <param name="graph">The model's graph, on which the meaning of some files depends; null to read the folder alone.</param>
    /// <exception cref="ModelPackageException">A file is invalid; the message names the file and the field.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ModelPackage Load(ModelLocation location, InferenceModel? graph)
    {
        ArgumentNullException.ThrowIfNull(location);
        var files = new PackageFiles(location, graph);
        Description description = files.Read();
        return new ModelPackage
        {
            Name = location.Name,
            Version = location.Version.ToString(CultureInfo.InvariantCulture),
            ModelPath = location.ModelPath,
            Labels = Checked(description.Labels),
            LabelsSource = description.Labels?.Source,
            Preprocessing = description.Preprocessing,
            SettingsFile = files.SettingsFile,
            Output = description.Output,
            LabelledOutput = description.LabelledOutput,
            OutputActivation = description.OutputActivation,
            LogitActivation = description.LogitActivation,
            Task = description.Task,
            Detection = description.Detection ?? DetectorSettings.None,
            Picture = description.Picture ?? new PictureSettings(),
            SelfTests = SelfTest.Find(location),
            SelfTestTolerance = description.SelfTestTolerance ?? DefaultSelfTestTolerance,
            Notes = description.Notes.Count <= MostNotes
                ? description.Notes
                : [.. description.Notes.Take(MostNotes), Further(location, description.Notes.Count - MostNotes)],
        };
    }

    private static IReadOnlyList<string>? Checked(Sourced<IReadOnlyList<string>>? labels)
    {
        for (int i = 0; i < labels?.Value.Count; i++)
        {
            if (labels.Value.Value[i].Length > LongestLabel)
            {
                throw new ModelPackageException(
                    $"{labels.Value.Source}: the label of class {i} has {labels.Value.Value[i].Length} characters; at most " +
                    $"{LongestLabel} are taken. Shorten it.");
            }
        }

        return labels?.Value;
    }

    private static PackageNote Further(ModelLocation location, int count) => new(
        NoteSeverity.Note, Path.GetFileName(location.ModelPath), null, $"{count} more notes of the files beside it are not shown.");
}
