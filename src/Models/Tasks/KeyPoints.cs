using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Inference;
using Fovea.Models.Pictures;
using Fovea.Models.Points;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>Models that take one image and give points that other images of the same thing have too, with descriptors.</summary>
public sealed class KeyPoints : ImageTask
{
    // XFeat's top_k.
    private const int UsualMost = 4096;

    /// <summary>The parameter <c>descriptors</c>: how many of the best key points have their descriptors.</summary>
    public static IntegerParameter Descriptors { get; } = new(
        "descriptors", "How many of the best key points have their descriptors, by which they are found in other pictures.")
    {
        Minimum = 0,
        Maximum = UsualMost,
    };

    /// <inheritdoc/>
    public override string Name => "keypoints";

    /// <inheritdoc/>
    public override string ModelNoun => "a key point network";

    /// <inheritdoc/>
    public override string Signature => "one image and features, logits and reliability of cells";

    /// <inheritdoc/>
    public override string AnswerName => "keypoints";

    /// <inheritdoc/>
    public override string AnswerDescription => "The key points of the picture, the best score first.";

    /// <inheritdoc/>
    public override JsonTypeInfo AnswerType => KeyPointsJson.Default.IReadOnlyListFoundKeyPoint;

    /// <inheritdoc/>
    public override JsonTypeInfo DetailsType => KeyPointsJson.Default.KeyPointDetails;

    /// <inheritdoc/>
    public override IReadOnlyList<TaskParameter> Parameters { get; } = [Detection.Max, Descriptors];

    /// <inheritdoc/>
    public override TaskModel? Recognize(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.Package.Output is null && Detection.GraphOf(candidate) is { } graph && KeyPointOutputs.Find(graph) is { } outputs
            ? new Model(this, outputs)
            : null;
    }

    private sealed class Model(KeyPoints task, KeyPointOutputs layout) : TaskModel(task)
    {
        public override IReadOnlyList<string>? Outputs { get; } = [layout.Features, layout.Logits, layout.Reliability];

        public override object Details { get; } = new KeyPointDetails
        {
            FeatureOutput = layout.Features,
            LogitOutput = layout.Logits,
            ReliabilityOutput = layout.Reliability,
        };

        public override object Answer(ImageOutputs outputs, TaskArguments arguments)
        {
            Shape shape = outputs.Shape(0);
            var finder = new KeyPointFinder((int)shape[1], (int)shape[2], outputs.Cancellation);
            KeyPoint[] found =
                [.. finder.Find(outputs.Floats(1), outputs.Floats(2)).Take(arguments[Detection.Max] ?? UsualMost)];
            var points = new FoundKeyPoint[found.Length];
            for (int i = 0; i < points.Length; i++)
            {
                (double x, double y) = outputs.Mapping.ToShown(found[i].X, found[i].Y);
                float[]? descriptor = i < arguments[Descriptors] ? finder.Describe(outputs.Floats(0), found[i]) : null;
                points[i] = new FoundKeyPoint((float)x, (float)y, found[i].Score, descriptor);
            }

            return (IReadOnlyList<FoundKeyPoint>)points;
        }

        public override IReadOnlyList<AnswerMark> Marks(object answer)
        {
            var points = (IReadOnlyList<FoundKeyPoint>)answer;
            return
            [
                new AnswerMark(string.Create(CultureInfo.InvariantCulture, $"{points.Count} key points"), 0)
                {
                    Points = [.. points.Select(point => (point.X, point.Y))],
                },
            ];
        }
    }
}

/// <summary>The members of <c>GET /models/{model}</c> that describe a key point network.</summary>
internal sealed record KeyPointDetails
{
    [Description("The output of the network that has the features; absent where the model gives no key points.")]
    public required string FeatureOutput { get; init; }

    [Description("The output that says where in each cell a key point is; absent where the model gives no key points.")]
    public required string LogitOutput { get; init; }

    [Description("The output that says how reliable each cell is; absent where the model gives no key points.")]
    public required string ReliabilityOutput { get; init; }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<FoundKeyPoint>))]
[JsonSerializable(typeof(KeyPointDetails))]
internal sealed partial class KeyPointsJson : JsonSerializerContext;
