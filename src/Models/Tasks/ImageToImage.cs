using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Pictures;
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
    public override IReadOnlyList<AnswerForm> Forms { get; } =
    [
        AnswerForm.Of<MadePicture>(
            "png", MediaTypes.Png, "The picture that the network made.",
            static (picture, _, cancellation) => picture.Png.Length > 0 ? picture.Png : picture.Pixels!.EncodePng(cancellation)),
        AnswerForm.Of<MadePicture>(
            "jpeg", MediaTypes.Jpeg, "The picture that the network made, as JPEG of quality 95.",
            static (picture, _, cancellation) => EncodeJpeg(picture.Pixels!, cancellation)),
        AnswerForm.Of<MadePicture>(
            "npy", MediaTypes.Npy,
            "The pixels of the picture that the network made, uint8, [height,width,3], or [height,width] of a gray one.",
            static (picture, _, _) => picture.Pixels!.EncodeNpy()),
    ];

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

    private static byte[] EncodeJpeg(PixelGrid picture, CancellationToken cancellation) =>
        picture.Width <= PixelGrid.MostJpegSide && picture.Height <= PixelGrid.MostJpegSide
            ? picture.EncodeJpeg(cancellation)
            : throw new ServingException(
                ServingError.InvalidRequest,
                $"The picture that the network made has {picture.Width}x{picture.Height} pixels; a JPEG has at most " +
                $"{PixelGrid.MostJpegSide} a side. Ask for format=png or format=npy.");
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
