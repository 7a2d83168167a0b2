using Fovea.Api.Errors;
using Fovea.Api.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/weights/{layer}</c>.</summary>
internal static class WeightsDocs
{
    public static Task Describe(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "getWeights", "weights", "The weights of a layer",
                "The largest trained tensor that the layer reads, as real numbers: computed from their integers where they are " +
                "quantised. " +
                "The answer's format follows Accept, or ?format=, which wins: application/json (statistics per filter; the default), " +
                "image/png (filters as pictures: in red, green and blue for three channels; else a row of slices for each filter), " +
                "application/x-npy (the numbers as they are stored).")
            .TrainedLayer()
            .Answer("The weights.", InsideExamples.Weights)
            .BinaryAnswer(MapFormatNegotiator.Png, "The filters as pictures.")
            .BinaryAnswer(MapFormatNegotiator.Npy, "The numbers as a NumPy array.")
            .ErrorsAsync(cancellationToken,
            [
                ErrorCodes.InvalidParameter, ErrorCodes.ModelRequired, ErrorCodes.ModelNotFound, ErrorCodes.LayerNotFound,
                ErrorCodes.NotAcceptable, ErrorCodes.NotAMap, ErrorCodes.NoWeights, ErrorCodes.InternalError, ErrorCodes.NotReady,
                ErrorCodes.ModelFailed,
            ]);
}
