using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Inference;
using Fovea.Models.Poses;

namespace Fovea.Models.Tasks;

/// <summary>
/// Models that take one image and give fields of people's parts (PoseNet, BodyPix): the answer is the people in the picture.
/// </summary>
public sealed class Pose : ImageTask
{
    /// <inheritdoc/>
    public override string Name => PoseOutputs.Task;

    /// <inheritdoc/>
    public override string ModelNoun => "a pose estimator";

    /// <inheritdoc/>
    public override string Signature => "one image and heat maps, offsets and displacements of people's parts";

    /// <inheritdoc/>
    public override string AnswerName => "pose";

    /// <inheritdoc/>
    public override string AnswerDescription => "The people in the picture, and the pixels of all of them.";

    /// <inheritdoc/>
    public override JsonTypeInfo AnswerType => PoseJson.Default.PosedPeople;

    /// <inheritdoc/>
    public override JsonTypeInfo DetailsType => PoseJson.Default.PoseDetails;

    /// <inheritdoc/>
    public override IReadOnlyList<TaskParameter> Parameters { get; } =
        [Detection.Threshold, Detection.Max, MaskForms.Polygons, MaskForms.Masks];

    /// <inheritdoc/>
    public override TaskModel? Recognize(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate is { Package.Output: null, Inputs.Preprocessing.Spec: { } spec }
            && PoseOutputs.Find(candidate.Graph) is { } outputs
            && candidate.Plan is { HasKnownShapes: true } plan
            && StrideOf(plan, outputs, spec.Width, spec.Height) is { } stride
                ? new PoseModel(this, candidate, outputs, stride)
                : null;
    }

    // Convolutions round up: a map has the sides of the input over the stride.
    private static int? StrideOf(CompiledPlan plan, PoseOutputs outputs, int width, int height)
    {
        Shape shape = plan.Outputs.First(output => output.Name == outputs.Heatmaps).Shape;
        (long rows, long columns) = outputs.ChannelsLast ? (shape[1], shape[2]) : (shape[2], shape[3]);
        int[] found = [.. PoseOutputs.Strides.Where(stride => Cells(width, stride) == columns && Cells(height, stride) == rows).Take(1)];
        return found is [var first] ? first : null;
    }

    private static int Cells(int side, int stride) => (side + stride - 1) / stride;
}

/// <summary>The members of <c>GET /models/{model}</c> that describe a pose estimator.</summary>
internal sealed record PoseDetails
{
    [Description("The outputs of the network that have people's parts; absent where the model estimates no poses.")]
    public required IReadOnlyList<string> PoseOutputs { get; init; }

    [Description("The pixels of the input between two cells of these; absent where the model estimates no poses.")]
    public required int PoseStride { get; init; }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PosedPeople))]
[JsonSerializable(typeof(PoseDetails))]
internal sealed partial class PoseJson : JsonSerializerContext;
