using Fovea.Api.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/models/{model}/preprocess</c>.</summary>
internal static class PreprocessDocs
{
    private const string Formats =
        " The answer's format follows Accept, or ?format=, which wins: application/json (the part of the image and every setting; the " +
        "default), image/png (what the network sees, as a picture), application/x-npy (the tensor as the network is given it, as float32).";

    public static Task DescribePost(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        Answered(new OperationEditor(operation, context)
            .Called("preprocess", "models", "Image in, what the network sees out", "Pre-processes the image, and runs nothing." + Formats)
            .ImageBody("One raw image, one file, or one image in base64. " + OperationEditor.Encodings, several: false))
            .ErrorsAsync(cancellationToken, InsideErrors.OfUploads);

    public static Task DescribeGet(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        Answered(new OperationEditor(operation, context)
            .Called(
                "getPreprocessed", "models", "What the network sees of an image predicted a moment ago",
                "The same for an image that POST /predict gave an id for." + Formats))
            .ErrorsAsync(cancellationToken, InsideErrors.OfKeptImages);

    private static OperationEditor Answered(OperationEditor editor) => editor
        .Answer("The part of the image that the network sees, and the settings.", InsideExamples.Preprocess)
        .BinaryAnswer(MapFormatNegotiator.Png, "What the network sees, as a picture.")
        .BinaryAnswer(MapFormatNegotiator.Npy, "The network's input as a NumPy array.")
        .TimingHeader();
}
