using Fovea.Api.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/images/{image}</c>.</summary>
internal static class ImageDocs
{
    public static Task Describe(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "getImage", "featuremaps", "An image that was predicted a moment ago",
                "The file as it was sent to POST /predict. Images are kept for a while by the process that predicted them.")
            .BinaryAnswer("image/*", "The file, with its own type.")
            .ErrorsAsync(cancellationToken, [ErrorCodes.ImageExpired, ErrorCodes.InvalidParameter, ErrorCodes.InternalError]);
}
