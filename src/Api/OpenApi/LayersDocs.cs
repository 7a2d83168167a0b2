using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/featuremaps?layers=</c>.</summary>
internal static class LayersDocs
{
    private const string Formats =
        " As json, with thumbnails of the strongest channels of each, up to 8 MiB; or with format=zip, as an archive of NumPy arrays " +
        "that numpy.load reads, which is sent while the network runs.";

    public static Task DescribePost(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        Answered(new OperationEditor(operation, context)
            .Called("computeFeatureMaps", "featuremaps", "Image in, several layers out", "Several layers, or all, of one image." + Formats)
            .ImageBody("One raw image, one file, or one image in base64. " + OperationEditor.Encodings, several: false))
            .ErrorsAsync(cancellationToken, [.. InsideErrors.OfUploads.Where(code => code.Status != StatusCodes.Status406NotAcceptable)]);

    public static Task DescribeGet(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        Answered(new OperationEditor(operation, context)
            .Called(
                "getFeatureMaps", "featuremaps", "Several layers of an image predicted a moment ago",
                "The same for an image that POST /predict gave an id for." + Formats))
            .ErrorsAsync(
                cancellationToken, [.. InsideErrors.OfKeptImages.Where(code => code.Status != StatusCodes.Status406NotAcceptable)]);

    private static OperationEditor Answered(OperationEditor editor) => editor
        .Example("layers", "*")
        .Default("format", "json")
        .Answer("The layers.", InsideExamples.Layers)
        .BinaryAnswer("application/zip", "The numbers of each layer as NumPy arrays.")
        .TimingHeader();
}
