using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Models.FeatureMaps;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/featuremaps/{layer}</c>.</summary>
internal static class FeatureMapDocs
{
    private const string Formats =
        " The answer's format follows Accept, or ?format=, which wins: application/json (statistics per channel; the default), image/png (a picture of the channels), " +
        "application/x-npy (the numbers: float32, little endian, channels by rows by columns).";

    public static Task DescribePost(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        Answered(Asked(
            new OperationEditor(operation, context)
                .Called("computeFeatureMap", "featuremaps", "Image in, a layer's feature maps out",
                    "Runs the network up to the layer and answers with what the layer computes for the image." + Formats)
                .ImageBody("One raw image, or one file.", several: false),
            "Without it, the default model answers; GET /models names it."))
            .ErrorsAsync(cancellationToken,
            [
                ErrorCodes.InvalidParameter, ErrorCodes.EmptyBody, ErrorCodes.InvalidBody, ErrorCodes.ModelRequired,
                ErrorCodes.ModelNotFound, ErrorCodes.LayerNotFound, ErrorCodes.NotAcceptable, ErrorCodes.BodyTooLarge, ErrorCodes.ImageTooLarge,
                ErrorCodes.UnsupportedContentType, ErrorCodes.UnsupportedImageFormat, ErrorCodes.ImageCorrupt, ErrorCodes.NotAMap, ErrorCodes.ActivationLimit,
                ErrorCodes.Overloaded, ErrorCodes.QueueTimeout, ErrorCodes.DeadlineExceeded, ErrorCodes.InternalError, ErrorCodes.EngineFault, ErrorCodes.NotReady, ErrorCodes.ModelFailed,
            ]);

    public static Task DescribeGet(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        Answered(Asked(
            new OperationEditor(operation, context)
                .Called("getFeatureMap", "featuremaps", "A layer's feature maps of an image predicted a moment ago",
                    "The same for an image that POST /predict gave an id for. Images are kept for a while by the process that predicted them." + Formats)
                .Query("image", OperationEditor.Text(), "The id of the image, from an answer of POST /predict.", Examples.ImageId, required: true),
            "Without it, the model that predicted the image answers."))
            .ErrorsAsync(cancellationToken,
            [
                ErrorCodes.InvalidParameter, ErrorCodes.ModelNotFound, ErrorCodes.LayerNotFound, ErrorCodes.ImageExpired, ErrorCodes.NotAcceptable,
                ErrorCodes.NotAMap, ErrorCodes.ActivationLimit, ErrorCodes.Overloaded, ErrorCodes.QueueTimeout, ErrorCodes.DeadlineExceeded, ErrorCodes.InternalError, ErrorCodes.EngineFault, ErrorCodes.NotReady, ErrorCodes.ModelFailed,
            ]);

    private static OperationEditor Asked(OperationEditor editor, string withoutModel) => editor
        .Path("layer", "The layer: its ONNX value name, or its node name where that is unique. GET /models/{model}/layers lists them, each with a ready-made address.", "relu1")
        .ModelQuery(withoutModel)
        .Query("format", OperationEditor.Choice(null, QueryReader.Names<MapFormat>()), "The format of the answer; wins over Accept.")
        .Query("channel", OperationEditor.Number(0), "png: the only channel to draw. Without it, all are drawn in a grid, labelled with their index.")
        .Query("colormap", OperationEditor.Choice("viridis", QueryReader.Names<Colormap>()), "png: how values become colours.")
        .Query("normalize", OperationEditor.Choice("channel", QueryReader.Names<NormalizationScope>()), "png: whether the colours span each channel's own range of values, or the layer's.")
        .Query("scale", OperationEditor.Number(RenderOptions.MinScale, RenderOptions.MaxScale), "png: pixels per value, by repetition. Without it, chosen so that maps are easy to see.");

    private static OperationEditor Answered(OperationEditor editor) => editor
        .Answer("The feature map.", Examples.FeatureMap)
        .BinaryAnswer(MapFormatNegotiator.Png, "A picture of the channels.")
        .BinaryAnswer(MapFormatNegotiator.Npy, "The numbers as a NumPy array.")
        .TimingHeader();
}
