using System.Text.Json.Nodes;
using Fovea.Api.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenInference.Http.OpenApi;

/// <summary>The documentation of what <c>/v2</c> says of models.</summary>
internal static class V2ModelDocs
{
    public static Task DescribeMetadata(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        DescribeAsync(operation, context, "v2Model", "What a model takes and gives",
            "Every input listed must be sent. Where image files can be sent instead of the tensor, that is a second name, NAME@image, " +
            "which the parameter 'image_model' gives.",
            V2Examples.Model, cancellationToken);

    public static Task DescribeReady(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        DescribeAsync(
            operation, context, "v2ModelReady", "Whether a model answers", "503 while it is being loaded, or when it failed.",
            V2Examples.ModelReady, cancellationToken);

    public static Task DescribeConfiguration(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        DescribeAsync(operation, context, "v2ModelConfiguration", "A model's configuration",
            "The members of Triton's model configuration that mean something here.", V2Examples.Configuration, cancellationToken);

    public static Task DescribeStatistics(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        DescribeAsync(operation, context, "v2Statistics", "What models have done",
            "Counts and times since each model was loaded, in all and per size of batch.", V2Examples.Statistics, cancellationToken);

    private static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, string id, string summary, string description,
        JsonNode example, CancellationToken cancellationToken)
    {
        var v2 = new V2Operation(operation, context);
        v2.Called(id, summary, description).Answer("It.", example);
        return v2.ErrorsAsync(
            cancellationToken, ErrorCodes.ModelNotFound, ErrorCodes.InternalError, ErrorCodes.NotReady, ErrorCodes.ModelFailed);
    }
}
