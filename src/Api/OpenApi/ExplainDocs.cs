using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Models.Explanations.Methods;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/explain</c>.</summary>
internal static class ExplainDocs
{
    private const string Tag = "explain";

    private const string Formats =
        " The answer's format follows Accept, or ?format=, which wins: application/json (what was explained, the ranges, the cost; the " +
        "default), image/png (the map over the picture as it was sent, or ?over=input), application/x-npy (the map: float32, rows by " +
        "columns of the network's input; with their signs where the method has signs).";

    // Those of a method, beside those of every look.
    private static readonly ErrorCode[] Own = [ErrorCodes.ModelNotClassifier, ErrorCodes.NoGradient, ErrorCodes.RunLimit];

    public static Task DescribePost(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        Answered(new OperationEditor(operation, context)
            .Called(
                "explain", Tag, "Image in, which parts of it made the network say so out",
                "Explains the score of a class, before softmax or sigmoid, or any element of any output. Methods that look at a layer, " +
                "and those of gradients, run the network forwards and back." + Formats)
            .ImageBody("One raw image, one file, or one image in base64. " + OperationEditor.Encodings, several: false))
            .ErrorsAsync(cancellationToken, [.. InsideErrors.OfUploads, .. Own]);

    public static Task DescribeGet(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        Answered(new OperationEditor(operation, context)
            .Called(
                "explainImage", Tag, "Which parts of an image predicted a moment ago made the network say so",
                "The same for an image that POST /predict gave an id for." + Formats))
            .ErrorsAsync(cancellationToken, [.. InsideErrors.OfKeptImages, .. Own]);

    private static OperationEditor Answered(OperationEditor editor) => editor
        .Names("method", [.. MethodTable.All.Select(method => method.Name)])
        .Answer("What was explained, the ranges of the map, and the cost.", ExplainExamples.Explain)
        .BinaryAnswer(MapFormatNegotiator.Png, "The map over the picture.")
        .BinaryAnswer(MapFormatNegotiator.Npy, "The map as a NumPy array.")
        .TimingHeader();
}
