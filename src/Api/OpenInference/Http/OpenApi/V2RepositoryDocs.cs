using System.Text.Json.Nodes;
using Fovea.Api.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenInference.Http.OpenApi;

/// <summary>The documentation of <c>/v2/repository</c>.</summary>
internal static class V2RepositoryDocs
{
    public static Task DescribeIndex(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var v2 = new V2Operation(operation, context);
        v2.Called("v2RepositoryIndex", "Every model in the repository", "With its state and the reason of a failure.")
            .Answer("The index.", V2Examples.Index);
        v2.JsonBody(
            "With 'ready': true, only models that answer. The body may be absent.", new JsonObject { ["ready"] = true }, required: false);
        return v2.ErrorsAsync(
            cancellationToken, ErrorCodes.InvalidBody, ErrorCodes.BodyTimeout, ErrorCodes.BodyTooLarge, ErrorCodes.InternalError);
    }

    public static Task DescribeLoad(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) => DescribeAsync(
        operation, context, "v2RepositoryLoad", "Load a model, or load it again",
        "From the model folder; the answer comes when it is ready. A model that fails to load again goes on as it was. Belongs to the " +
        "administration.", cancellationToken);

    public static Task DescribeUnload(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) => DescribeAsync(
        operation, context, "v2RepositoryUnload", "Take a model out of service",
        "Requests in flight end on it. Belongs to the administration.", cancellationToken);

    private static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, string id, string summary, string description,
        CancellationToken cancellationToken)
    {
        var v2 = new V2Operation(operation, context);
        v2.Called(id, summary, description).Answer("The versions of the model as they are now.", V2Examples.Index);
        v2.JsonBody("May be absent.", new JsonObject { ["parameters"] = new JsonObject() }, required: false);
        return v2.ErrorsAsync(
            cancellationToken, ErrorCodes.InvalidParameter, ErrorCodes.ModelNotFound,
            ErrorCodes.BodyTimeout, ErrorCodes.BodyTooLarge, ErrorCodes.InternalError,
            ErrorCodes.ModelFailed);
    }
}
