using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Models.Texts;

namespace Fovea.Models.Tasks;

/// <summary>Models that take one image and give a map of where texts are: the answer is a shape around each text.</summary>
public sealed class TextDetection : ImageTask
{
    /// <inheritdoc/>
    public override string Name => TextNetwork.Task;

    /// <inheritdoc/>
    public override string ModelNoun => "a text detector";

    /// <inheritdoc/>
    public override string Signature => "one image and a map of texts";

    /// <inheritdoc/>
    public override string AnswerName => "texts";

    /// <inheritdoc/>
    public override string AnswerDescription => "Where texts are in the picture, the uppermost first.";

    /// <inheritdoc/>
    public override JsonTypeInfo AnswerType => TextDetectionJson.Default.IReadOnlyListDetectedText;

    /// <inheritdoc/>
    public override JsonTypeInfo DetailsType => TextDetectionJson.Default.TextDetectorDetails;

    /// <inheritdoc/>
    public override IReadOnlyList<TaskParameter> Parameters { get; } = [Detection.Threshold, Detection.Max];

    /// <inheritdoc/>
    public override TaskModel? Recognize(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate is { Package.Output: null, Inputs.Preprocessing: not null }
            && (candidate.Package.Task is null ? TextNetwork.IsExported(candidate.Graph) : TextNetwork.HasForm(candidate.Graph))
            && candidate.Plan is { HasKnownShapes: true, Outputs: [{ Shape: { Rank: 4 } shape } output] } && shape[1] == 1
            && candidate.GivesProbabilities(output.Name)
                ? new TextDetectorModel(this, output.Name)
                : null;
    }
}

/// <summary>The members of <c>GET /models/{model}</c> that describe a text detector.</summary>
internal sealed record TextDetectorDetails
{
    [Description("The output of the network that has the map of texts; absent where the model detects none.")]
    public required string TextOutput { get; init; }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<DetectedText>))]
[JsonSerializable(typeof(TextDetectorDetails))]
internal sealed partial class TextDetectionJson : JsonSerializerContext;
