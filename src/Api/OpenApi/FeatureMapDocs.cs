using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/featuremaps/{layer}</c>.</summary>
internal static class FeatureMapDocs
{
    private const string Formats =
        " The answer's format follows Accept, or ?format=, which wins: application/json (statistics per channel; the default), image/png " +
        "(a picture of the channels), application/x-npy (the numbers: float32, little endian, channels by rows by columns; " +
        "rows by columns where one channel is asked for). Of a layer of 8-bit integers they are the real numbers for which the integers " +
        "stand, or with raw=true the integers. With cell=, one value is explained instead: where it looks, and the sum that it is.";

    public static async Task DescribePost(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        await (await AnsweredAsync(new OperationEditor(operation, context)
            .Called("computeFeatureMap", "featuremaps", "Image in, a layer's feature maps out",
                "Runs the network up to the layer and answers with what the layer computes for the image." + Formats)
            .ImageBody("One raw image, one file, or one image in base64. " + OperationEditor.Encodings, several: false), cancellationToken))
            .ErrorsAsync(cancellationToken,
            [
                ErrorCodes.InvalidParameter, ErrorCodes.EmptyBody, ErrorCodes.InvalidBody, ErrorCodes.ModelRequired,
                ErrorCodes.ModelNotFound, ErrorCodes.LayerNotFound, ErrorCodes.NotAcceptable,
                ErrorCodes.BodyTimeout, ErrorCodes.BodyTooLarge,
                ErrorCodes.ImageTooLarge,
                ErrorCodes.UnsupportedContentType, ErrorCodes.UnsupportedContentEncoding,
                ErrorCodes.UnsupportedImageFormat, ErrorCodes.ImageCorrupt, ErrorCodes.NotAMap,
                ErrorCodes.ActivationLimit, ErrorCodes.NoAnswer,
                ErrorCodes.Overloaded, ErrorCodes.QueueTimeout, ErrorCodes.DeadlineExceeded, ErrorCodes.InternalError,
                ErrorCodes.EngineFault, ErrorCodes.NotReady, ErrorCodes.ModelFailed,
            ]);

    public static async Task DescribeGet(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        await (await AnsweredAsync(new OperationEditor(operation, context)
            .Called("getFeatureMap", "featuremaps", "A layer's feature maps of an image predicted a moment ago",
                "The same for an image that POST /predict gave an id for. Images are kept for a while by the process that predicted them." +
                Formats), cancellationToken))
            .ErrorsAsync(cancellationToken,
            [
                ErrorCodes.InvalidParameter, ErrorCodes.ModelNotFound, ErrorCodes.LayerNotFound, ErrorCodes.ImageExpired,
                ErrorCodes.NotAcceptable,
                ErrorCodes.NotAMap, ErrorCodes.ActivationLimit, ErrorCodes.NoAnswer, ErrorCodes.Overloaded, ErrorCodes.QueueTimeout,
                ErrorCodes.DeadlineExceeded, ErrorCodes.InternalError, ErrorCodes.EngineFault, ErrorCodes.NotReady, ErrorCodes.ModelFailed,
            ]);

    private static Task<OperationEditor> AnsweredAsync(OperationEditor editor, CancellationToken cancellationToken) => editor
        .Default("colormap", "viridis")
        .Default("sort", "index")
        .Answer("The feature map; with cell=, one value of it.", Examples.FeatureMap)
        .BinaryAnswer(MapFormatNegotiator.Png, "A picture of the channels.")
        .BinaryAnswer(MapFormatNegotiator.Npy, "The numbers as a NumPy array.")
        .TimingHeader()
        .OrAnswerAsync<CellResponse>("map", "cell", InsideExamples.Cell, cancellationToken);
}
