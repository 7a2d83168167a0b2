using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Inference;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tasks;

/// <summary>
/// Models that take one image and give one: super-resolution, feed-forward style transfer, denoising. The answer is the picture.
/// </summary>
public sealed class ImageToImage : ImageTask
{
    /// <inheritdoc/>
    public override string Name => "imageToImage";

    /// <inheritdoc/>
    public override string ModelNoun => "a network that makes pictures";

    /// <inheritdoc/>
    public override string Signature => "one image and one image";

    /// <inheritdoc/>
    public override string AnswerName => "picture";

    /// <inheritdoc/>
    public override string AnswerDescription => "The picture that the network made.";

    /// <inheritdoc/>
    public override JsonTypeInfo AnswerType => ImageToImageJson.Default.MadePicture;

    /// <inheritdoc/>
    public override JsonTypeInfo DetailsType => ImageToImageJson.Default.PictureMakerDetails;

    /// <inheritdoc/>
    public override TaskModel? Recognize(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate is { Package.Output: null, Inputs: { Preprocessing.Spec: { } spec, Shapes: [var input] } }
            && candidate.Plan is { HasKnownShapes: true, Outputs: [var output] } && output.ElementType.IsFloat()
            && PictureOutput.Find([.. input], [.. output.Shape], spec.Layout.IsChannelsLast()) is { } picture
                ? new ImageToImageModel(this, candidate, output.Name, picture)
                : null;
    }
}

/// <summary>The members of <c>GET /models/{model}</c> that describe a network that makes pictures.</summary>
internal sealed record PictureMakerDetails
{
    [Description("The output of the network that is the picture; absent where the model makes none.")]
    public required string PictureOutput { get; init; }

    [Description("How many times as long as those of its input the sides of the picture are; absent where the model makes none.")]
    public required int PictureScale { get; init; }

    [Description("The values of the output that are black and white; absent where the model makes no pictures.")]
    public required IReadOnlyList<double> PictureRange { get; init; }

    [Description(
        "The width and the height of the tiles in which large pictures go through the network; absent where they go through as a whole.")]
    public IReadOnlyList<int>? PictureTile { get; init; }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MadePicture))]
[JsonSerializable(typeof(PictureMakerDetails))]
internal sealed partial class ImageToImageJson : JsonSerializerContext;
