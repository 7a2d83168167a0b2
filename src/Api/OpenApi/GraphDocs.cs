using Fovea.Api.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/models/{model}/graph</c>.</summary>
internal static class GraphDocs
{
    public static Task Describe(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "getGraph", "models", "The network as a graph",
                "Layers, blocks and edges, laid out from top to bottom. Blocks are found by names, by splits and joins, and by " +
                "repetition; " +
                "they are closed until open= names them, so that a large network stays readable. Every layer is in exactly one node.")
            .Answer("The graph.", InsideExamples.Graph)
            .ErrorsAsync(cancellationToken,
            [
                ErrorCodes.InvalidParameter, ErrorCodes.ModelNotFound, ErrorCodes.InternalError, ErrorCodes.NotReady,
                ErrorCodes.ModelFailed,
            ]);
}
