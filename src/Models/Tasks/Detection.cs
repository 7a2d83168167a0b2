using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Models.Detectors;
using Fovea.Models.Detectors.Layouts;
using Fovea.Models.Errors;

namespace Fovea.Models.Tasks;

/// <summary>Models that take one image and give boxes: the answer is the objects in the picture.</summary>
public sealed class Detection : ImageTask
{
    private const int MostCandidates = 1000;

    // [N,boxes,numbers]: most layouts have such an output.
    private const int RowsOfBoxes = 3;

    /// <summary>The parameter <c>threshold</c>: the least score of an object.</summary>
    public static NumberParameter Threshold { get; } = new(
        "threshold",
        "The least score of an object, or the value above which a pixel of a matte counts, from 0 to 1; the model's own where it is not " +
        "given.")
    {
        Minimum = 0,
        Maximum = 1,
    };

    /// <summary>The parameter <c>iou</c>: how much boxes may overlap.</summary>
    public static NumberParameter Iou { get; } = new(
        "iou",
        "The intersection over union of two boxes above which the one with the lower score is dropped, from 0 to 1; the model's own " +
        "where it is not given. Networks that compare boxes themselves do not take it.")
    {
        Minimum = 0,
        Maximum = 1,
    };

    /// <summary>The parameter <c>max</c>: the most objects or key points of an answer.</summary>
    public static IntegerParameter Max { get; } = new(
        "max", "The most objects or key points of an answer, the best ones; the model's own where it is not given.")
    {
        Minimum = 1,
        Maximum = DetectionRules.MostAnswered,
    };

    /// <summary>The parameter <c>classes</c>: the classes that are answered.</summary>
    public static ListParameter Classes { get; } = new(
        "classes", "The classes that are answered, by labels or indices, with commas between; all where it is not given.");

    /// <summary>The parameter <c>candidates</c>: how many of the best boxes before threshold and suppression are listed.</summary>
    public static IntegerParameter Candidates { get; } = new(
        "candidates",
        "Lists so many of the network's best boxes before the threshold and before overlapping ones are dropped, with the layout and the " +
        "thresholds: why there are no boxes.")
    {
        Minimum = 1,
        Maximum = MostCandidates,
    };

    /// <inheritdoc/>
    public override string Name => "detection";

    /// <inheritdoc/>
    public override string ModelNoun => "a detector";

    /// <inheritdoc/>
    public override string Signature => "one image and boxes";

    /// <inheritdoc/>
    public override string AnswerName => "detections";

    /// <inheritdoc/>
    public override string AnswerDescription => "The objects in the picture, the best score first.";

    /// <inheritdoc/>
    public override JsonTypeInfo AnswerType => DetectionJson.Answers.IReadOnlyListDetectedObject;

    /// <inheritdoc/>
    public override JsonTypeInfo DetailsType => DetectionJson.Answers.DetectorDetails;

    /// <inheritdoc/>
    public override IReadOnlyList<TaskParameter> Parameters { get; } =
        [Threshold, Iou, Max, Classes, Candidates, MaskForms.Polygons, MaskForms.Masks];

    /// <inheritdoc/>
    public override string TraceName => "candidates";

    /// <inheritdoc/>
    public override JsonTypeInfo TraceType => DetectionJson.Answers.DetectionTrace;

    /// <inheritdoc/>
    public override TaskModel? Recognize(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        DetectorSettings settings = candidate.Package.Detection;
        if (candidate.Package.Output is not null || GraphOf(candidate) is not { } graph)
            return null;
        if (DetectorLayouts.Find(graph, settings) is var (layout, detector))
        {
            DetectionRules rules = detector.Adapt(layout.Rules).With(settings);
            if (candidate.Inputs.PlacesBoxes)
                rules = rules with { Scale = PictureScale.ByNetwork };
            CheckLabels(candidate, detector, rules);
            var detectors = new SizedDetector(layout, graph, settings, detector);
            return new DetectorModel(this, candidate, detectors, rules, layout.Name);
        }

        return settings.Layout is not { } name ? null : throw new ModelPackageException(
            $"{candidate.Package.SettingsFile}: detection.layout is \"{name}\", whose outputs are " +
            $"{DetectorLayouts.All.First(known => known.Name == name).Form}; the model's are {graph.DescribedOutputs}, for pictures of " +
            $"{graph.Sides?.Width}x{graph.Sides?.Height}.");
    }

    /// <inheritdoc/>
    public override string? Explain(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (GraphOf(candidate) is not { } graph || !graph.Outputs.Any(output => output.IsReal(RowsOfBoxes)))
            return null;
        string shapes = $"its outputs, {graph.DescribedOutputs} for pictures of {graph.Sides?.Width}x{graph.Sides?.Height}";
        return DetectorLayouts.Find(graph, candidate.Package.Detection) is var (layout, _)
            ? $"Its outputs are boxes of the layout {layout.Name}, but it runs {candidate.Inputs.Batch} pictures at a time, and nothing " +
                $"tells which of them a box belongs to ({shapes}). Export it for one picture at a time."
            : $"Boxes were looked for in {shapes}: they have none of the layouts {string.Join(", ", DetectorLayouts.Names)}. If they do, " +
                $"write \"detection\": {{ \"layout\": ... }} into {candidate.Package.SettingsFile} (docs/model-folders.md#detection).";
    }

    // Labels may leave out the background.
    private static void CheckLabels(TaskCandidate candidate, Detector detector, DetectionRules rules)
    {
        if (candidate.Package.Labels is not { } labels || detector.Classes is not { } classes || labels.Count == classes
            || (rules.Background is not null && labels.Count == classes - 1))
            return;
        throw new ModelPackageException(
            $"{candidate.Package.LabelsSource ?? "The labels"}: {labels.Count} labels were found, but the model's outputs " +
            $"{string.Join(", ", detector.Outputs.Select(output => $"'{output}'"))} have {classes} classes. A labels.txt beside the " +
            "model has precedence.");
    }

    /// <summary>What tells how a model's boxes are written; null where it does not take one image.</summary>
    internal static DetectorGraph? GraphOf(TaskCandidate candidate) =>
        candidate.Inputs.Preprocessing is { Spec: { } spec } && candidate.Plan is { } plan
            ? DetectorGraph.Of(candidate.Graph, plan, (spec.Width, spec.Height)) with
            {
                GivesProbabilities = candidate.GivesProbabilities,
                Labels = candidate.Package.Labels?.Count,
            }
            : null;
}

/// <summary>The members of <c>GET /models/{model}</c> that describe a detector.</summary>
internal sealed record DetectorDetails
{
    [Description("How the network writes boxes, as fovea.json names it; absent where the model is no detector.")]
    public required string Layout { get; init; }

    [Description("The outputs of the network that have the boxes; absent where the model is no detector.")]
    public required IReadOnlyList<string> BoxOutputs { get; init; }

    [Description("The least score where a request has no 'threshold'; absent where the model is no detector.")]
    public required double Threshold { get; init; }

    [Description("The intersection over union where a request has no 'iou'; absent where the network compares boxes itself.")]
    public required double? Iou { get; init; }

    [Description("The most objects where a request has no 'max'; absent where the model is no detector.")]
    public required int MaxDetections { get; init; }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<DetectedObject>))]
[JsonSerializable(typeof(DetectorDetails))]
[JsonSerializable(typeof(DetectionTrace))]
internal sealed partial class DetectionJson : JsonSerializerContext
{
    /// <summary>Leaves letters and apostrophes unescaped: answers are never put into an HTML page as they are.</summary>
    public static DetectionJson Answers =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
