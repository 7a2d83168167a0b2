using Fovea.Api.Errors;
using Fovea.Api.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/models/{model}/receptivefield/{layer}</c>.</summary>
internal static class FieldDocs
{
    public static Task Describe(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "computeReceptiveField", "explain", "How much each pixel moves one cell of a layer",
                "The effective receptive field: the magnitude of the cell's gradient with respect to each pixel, on average over the " +
                "images, or over pictures of noise where there is no body; beside the box of pixels that the cell can depend on. The " +
                "answer's format follows Accept, or ?format=, which wins: application/json (the box, and how much of the magnitude lies " +
                "within it; the default), image/png (square roots of the magnitudes, with a frame round the box), application/x-npy (the " +
                "magnitudes: float32, rows by columns of the network's input).")
            .ImageBody("One raw image, files, or images in base64; or no body. " + OperationEditor.Encodings, several: true)
            .Default("colormap", "viridis")
            .Answer("The box, and how much of the magnitude lies within it.", ExplainExamples.Field)
            .BinaryAnswer(MapFormatNegotiator.Png, "A picture of the magnitudes.")
            .BinaryAnswer(MapFormatNegotiator.Npy, "The magnitudes as a NumPy array.")
            .TimingHeader()
            .ErrorsAsync(cancellationToken, [.. InsideErrors.OfUploads, ErrorCodes.NoGradient, ErrorCodes.RunLimit]);
}
