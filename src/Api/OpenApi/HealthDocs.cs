using Fovea.Api.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/livez</c> and <c>/readyz</c>.</summary>
internal static class HealthDocs
{
    private const string Tag = "health";

    public static Task DescribeLive(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called("live", Tag, "Whether the process answers", "Answers from the first moment, also while models are being loaded.")
            .Answer("It does.", Examples.Health("alive"))
            .ErrorsAsync(cancellationToken, [ErrorCodes.InternalError]);

    public static Task DescribeReady(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "ready", Tag, "Whether requests are accepted",
                "Ready means that every model was loaded, warmed up and self-tested, or failed without being required; and that the " +
                "server is not ending. Models whose newest files could not be loaded are listed.")
            .Answer("They are.", Examples.Health("ready"))
            .ErrorsAsync(cancellationToken, [ErrorCodes.InternalError, ErrorCodes.NotReady, ErrorCodes.ModelFailed]);
}
