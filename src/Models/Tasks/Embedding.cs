using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tasks;

/// <summary>
/// Models of which a vector describes the picture: the answer is the vector. <c>fovea.json</c> names the task, since every classifier gives
/// a vector too.
/// </summary>
public sealed class Embedding : ImageTask
{
    /// <summary>The parameter <c>normalize</c>: whether the vector has the length 1.</summary>
    public static FlagParameter Normalize { get; } = new(
        "normalize", "Whether the vector of an embedding is divided by its length (the L2 norm), so that dot products are cosines.");

    /// <summary>The parameter <c>layer</c>: the layer that gives the vector.</summary>
    public static TextParameter Layer { get; } = new(
        "layer", "The layer that gives the vector of an embedding; maps are averaged over their positions. The model's own where it is " +
        "not given.");

    /// <inheritdoc/>
    public override string Name => "embedding";

    /// <inheritdoc/>
    public override string ModelNoun => "a network whose vectors are asked for";

    /// <inheritdoc/>
    public override string Signature => "one image and one vector";

    /// <inheritdoc/>
    public override string AnswerName => "embedding";

    /// <inheritdoc/>
    public override string AnswerDescription => "The vector that describes the picture.";

    /// <inheritdoc/>
    public override JsonTypeInfo AnswerType => EmbeddingJson.Default.EmbeddedPicture;

    /// <inheritdoc/>
    public override bool IsOnlyNamed => true;

    /// <inheritdoc/>
    public override JsonTypeInfo DetailsType => EmbeddingJson.Default.EmbeddingDetails;

    /// <inheritdoc/>
    public override IReadOnlyList<TaskParameter> Parameters { get; } = [Layer, Normalize];

    /// <inheritdoc/>
    public override IReadOnlyList<AnswerForm> Forms { get; } =
    [
        AnswerForm.Drawn,
        AnswerForm.Of<EmbeddedPicture>(
            "npy", MediaTypes.Npy, "The numbers of the vector, [n], float32.",
            static (picture, _, _) => NpyWriter.Write(new Shape(picture.Values.Count), picture.Values.ToArray())),
    ];

    /// <inheritdoc/>
    public override TaskModel? Recognize(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.Package.Task?.Value == Name && candidate.Inputs is { Preprocessing: not null, Shapes: { } shapes }
            ? EmbeddingModel.Of(this, candidate, shapes)
            : null;
    }
}

/// <summary>A vector that describes a picture.</summary>
internal sealed record EmbeddedPicture
{
    [Description("The layer that gave it.")]
    public required string Layer { get; init; }

    [Description("Its length (the L2 norm) as the network gave it.")]
    public required float Norm { get; init; }

    [Description("The numbers; of the length 1 with 'normalize=true'.")]
    public required IReadOnlyList<float> Values { get; init; }
}

/// <summary>The members of <c>GET /models/{model}</c> that describe an embedding.</summary>
internal sealed record EmbeddingDetails
{
    [Description("The layer whose values are the vector; absent where the model is no embedding.")]
    public required string VectorLayer { get; init; }

    [Description("How many numbers the vector has; absent where the model is no embedding.")]
    public required int VectorLength { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(EmbeddedPicture))]
[JsonSerializable(typeof(EmbeddingDetails))]
internal sealed partial class EmbeddingJson : JsonSerializerContext;
