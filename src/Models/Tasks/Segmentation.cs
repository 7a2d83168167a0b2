using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tasks;

/// <summary>Models that take one image and give each pixel a class: the answer is the part of the picture of each class.</summary>
public sealed class Segmentation : ImageTask
{
    // Labels or a file say what a smaller map is; without them it may be features, heat maps or anything else.
    private const int LeastPart = 8;

    // pytorch/vision, torchvision/models/segmentation/_utils.py.
    private const string MainHead = "out";
    private const string TrainingHead = "aux";

    // Pictures have so many channels.
    private const int MostPictureChannels = 4;

    // Maps with more channels are features, if no labels say that they are classes.
    private const int MostUnlabelledClasses = 200;

    /// <inheritdoc/>
    public override string Name => "segmentation";

    /// <inheritdoc/>
    public override string ModelNoun => "a segmenter";

    /// <inheritdoc/>
    public override string Signature => "one image and a map of classes";

    /// <inheritdoc/>
    public override string AnswerName => "segmentation";

    /// <inheritdoc/>
    public override string AnswerDescription => "The part of the picture that each class has.";

    /// <inheritdoc/>
    public override JsonTypeInfo AnswerType => SegmentationJson.Answers.SegmentedPicture;

    /// <inheritdoc/>
    public override JsonTypeInfo DetailsType => SegmentationJson.Answers.SegmenterDetails;

    /// <inheritdoc/>
    public override IReadOnlyList<TaskParameter> Parameters { get; } =
        [Detection.Threshold, Detection.Classes, MaskForms.Polygons, MaskForms.Masks];

    /// <inheritdoc/>
    public override IReadOnlyList<AnswerForm> Forms { get; } = [AnswerForm.Drawn, ClassPixels.Indexed, ClassPixels.Npy];

    /// <inheritdoc/>
    public override TaskModel? Recognize(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.Inputs.Preprocessing?.Spec is { } spec && candidate.Plan is { HasKnownShapes: true } plan
            && OutputOf(candidate, plan) is { } output && Read(candidate, output, (spec.Width, spec.Height)) is { } layout
                ? new SegmenterModel(this, candidate, layout, (spec.Width, spec.Height))
                : null;
    }

    // One that a file names is a classifier's, unless the file names the task too. torchvision's segmenters have another head for training.
    private PlanValue? OutputOf(TaskCandidate candidate, CompiledPlan plan)
    {
        if (candidate.Package.Output is { } named)
            return candidate.Package.Task?.Value == Name ? plan.Outputs.FirstOrDefault(output => output.Name == named.Value) : null;
        return plan.Outputs is [var only] ? only
            : plan.Outputs is [var first, var second] && (first.Name, second.Name) == (MainHead, TrainingHead) ? first : null;
    }

    private static SegmenterLayout? Read(TaskCandidate candidate, PlanValue output, (int Width, int Height) input)
    {
        long[] extents = [.. output.Shape];
        if (extents.Length < 3 || extents[0] != candidate.Inputs.Batch)
            return null;
        if (output.ElementType is ElementType.Int64 or ElementType.Int32)
        {
            // What ArgMax gives: [N,H,W], or with an axis of one channel.
            long[] sides = [.. extents.Skip(1).Where(extent => extent != 1)];
            return sides is [var rows, var columns] && IsWhole(rows, columns, input)
                ? new SegmenterLayout(output.Name, 1, (int)rows, (int)columns, false, SegmenterForm.Classes)
                : null;
        }

        if (extents.Length != 4 || !output.ElementType.IsFloat())
            return null;
        foreach (bool channelsLast in new[] { false, true })
        {
            (long channels, long height, long width) =
                channelsLast ? (extents[3], extents[1], extents[2]) : (extents[1], extents[2], extents[3]);
            if (FormOf(candidate, output.Name, channels, height, width, input) is { } form)
                return new SegmenterLayout(output.Name, (int)channels, (int)height, (int)width, channelsLast, form);
        }

        return null;
    }

    private static SegmenterForm? FormOf(
        TaskCandidate candidate, string output, long channels, long height, long width, (int Width, int Height) input)
    {
        // Proportions tell channels from rows and columns.
        if (channels > 1 && candidate.Package.Labels?.Count == channels)
            return Fits(height, width, input) ? SegmenterForm.Scores : null;
        if (!IsWhole(height, width, input))
            return null;
        return channels switch
        {
            // One channel of a network that takes one is a picture as a rule.
            1 => candidate.Inputs.Preprocessing!.Spec.Channels.Count() > 1 && candidate.GivesProbabilities(output)
                ? SegmenterForm.Matte
                : null,
            2 => candidate.GivesProbabilities(output) ? SegmenterForm.Scores : null,
            > MostPictureChannels and <= MostUnlabelledClasses => SegmenterForm.Scores,
            _ => null,
        };
    }

    private static bool IsWhole(long rows, long columns, (int Width, int Height) input) => rows == input.Height && columns == input.Width;

    private static bool Fits(long rows, long columns, (int Width, int Height) input) =>
        rows * LeastPart >= input.Height && columns * LeastPart >= input.Width && rows <= input.Height && columns <= input.Width
        && Math.Abs((rows * (long)input.Width) - (columns * (long)input.Height)) <= Math.Max(input.Width, input.Height);
}

/// <summary>What the output of a segmenter is.</summary>
internal enum SegmenterForm
{
    /// <summary>A score for each class and cell.</summary>
    Scores,

    /// <summary>The class of each cell.</summary>
    Classes,

    /// <summary>How much each cell belongs to the one thing that the network knows, from 0 to 1.</summary>
    Matte,
}

/// <summary>How a segmenter's output is written.</summary>
/// <param name="Output">Its name.</param>
/// <param name="Channels">The maps that it has.</param>
/// <param name="Height">The rows of each.</param>
/// <param name="Width">The columns of each.</param>
/// <param name="ChannelsLast">Whether the maps are the last axis.</param>
/// <param name="Form">What it is.</param>
internal sealed record SegmenterLayout(
    string Output, int Channels, int Height, int Width, bool ChannelsLast, SegmenterForm Form);

/// <summary>The members of <c>GET /models/{model}</c> that describe a segmenter.</summary>
internal sealed record SegmenterDetails
{
    [Description("The output of the network that has the map of classes; absent where the model is no segmenter.")]
    public required string MapOutput { get; init; }

    [Description(
        "What that output is: 'scores' of each class, 'classes', or a 'matte' from 0 to 1; absent where the model is no segmenter.")]
    public required string MapForm { get; init; }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SegmentedPicture))]
[JsonSerializable(typeof(SegmenterDetails))]
internal sealed partial class SegmentationJson : JsonSerializerContext
{
    /// <summary>Leaves letters and apostrophes unescaped: answers are never put into an HTML page as they are.</summary>
    public static SegmentationJson Answers =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
