using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Inference;
using Fovea.Models.Pictures;
using Fovea.Models.Points;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tasks;

/// <summary>Models that take one image of one thing, such as a face, and give the positions of its landmarks.</summary>
public sealed class Landmarks : ImageTask
{
    /// <inheritdoc/>
    public override string Name => "landmarks";

    /// <inheritdoc/>
    public override string ModelNoun => "a landmark network";

    /// <inheritdoc/>
    public override string Signature => "one image and the landmarks of one thing";

    /// <inheritdoc/>
    public override string AnswerName => "landmarks";

    /// <inheritdoc/>
    public override string AnswerDescription => "The landmarks of the one thing in the picture, such as a face.";

    /// <inheritdoc/>
    public override JsonTypeInfo AnswerType => LandmarksJson.Default.FoundLandmarks;

    /// <inheritdoc/>
    public override JsonTypeInfo DetailsType => LandmarksJson.Default.LandmarkDetails;

    /// <inheritdoc/>
    public override TaskModel? Recognize(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.Package.Output is null && Detection.GraphOf(candidate) is { } graph && LandmarkOutputs.Find(graph) is { } outputs
            ? new Model(this, outputs, candidate.GivesProbabilities(outputs.Presence))
            : null;
    }

    private sealed class Model(Landmarks task, LandmarkOutputs layout, bool isProbability) : TaskModel(task)
    {
        public override IReadOnlyList<string>? Outputs { get; } = [layout.Positions, layout.Presence];

        public override object Details { get; } = new LandmarkDetails
        {
            LandmarkOutput = layout.Positions,
            PresenceOutput = layout.Presence,
            LandmarkCount = layout.Count,
        };

        public override object Answer(ImageOutputs outputs, TaskArguments arguments)
        {
            ReadOnlySpan<float> numbers = outputs.Floats(0);
            float presence = outputs.Floats(1)[0];
            PixelMapping mapping = outputs.Mapping;
            float depth = (float)mapping.ResizedRegion.Width / mapping.ResizedSize.Width;
            var points = new Landmark[layout.Count];
            for (int i = 0; i < points.Length; i++)
            {
                ReadOnlySpan<float> point = numbers.Slice(i * layout.Numbers, layout.Numbers);
                if (!float.IsFinite(point[0] + point[1] + point[^1] + presence))
                {
                    throw new InferenceException(
                        $"The network's landmark {i} is ({point[0]}, {point[1]}) with the presence {presence}; finite numbers were " +
                        "expected. Is the model complete, and the picture prepared as in its training?");
                }

                (double x, double y) = mapping.ToShown(point[0], point[1]);
                points[i] = new Landmark((float)x, (float)y, layout.Numbers > 2 ? point[2] * depth : null);
            }

            return new FoundLandmarks { Score = isProbability ? presence : 1 / (1 + MathF.Exp(-presence)), Points = points };
        }

        public override IReadOnlyList<AnswerMark> Marks(object answer)
        {
            var found = (FoundLandmarks)answer;
            return
            [
                new AnswerMark(string.Create(CultureInfo.InvariantCulture, $"{found.Points.Count} landmarks {100 * found.Score:0}%"), 0)
                {
                    Points = [.. found.Points.Select(point => (point.X, point.Y))],
                },
            ];
        }
    }
}

/// <summary>The members of <c>GET /models/{model}</c> that describe a landmark network.</summary>
internal sealed record LandmarkDetails
{
    [Description("The output of the network that has the landmarks; absent where the model gives none.")]
    public required string LandmarkOutput { get; init; }

    [Description("The output that says whether the thing is there; absent where the model gives no landmarks.")]
    public required string PresenceOutput { get; init; }

    [Description("The number of landmarks; absent where the model gives none.")]
    public required int LandmarkCount { get; init; }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FoundLandmarks))]
[JsonSerializable(typeof(LandmarkDetails))]
internal sealed partial class LandmarksJson : JsonSerializerContext;
