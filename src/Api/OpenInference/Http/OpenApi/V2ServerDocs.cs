using Fovea.Api.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenInference.Http.OpenApi;

/// <summary>The documentation of <c>GET /v2</c> and <c>/v2/health</c>.</summary>
internal static class V2ServerDocs
{
    public static Task DescribeServer(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var v2 = new V2Operation(operation, context);
        v2.Called("v2Server", "The server", "Its name, its version, and the protocol's extensions that it has.")
            .Answer("The server.", V2Examples.Server);
        return v2.ErrorsAsync(cancellationToken, ErrorCodes.InternalError);
    }

    public static Task DescribeLive(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var v2 = new V2Operation(operation, context);
        v2.Called("v2Live", "Whether the process answers", "The same as GET /livez.").Answer("It does.", V2Examples.Live);
        return v2.ErrorsAsync(cancellationToken, ErrorCodes.InternalError);
    }

    public static Task DescribeReady(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var v2 = new V2Operation(operation, context);
        v2.Called("v2Ready", "Whether requests are accepted", "The same as GET /readyz.").Answer("They are.", V2Examples.Ready);
        return v2.ErrorsAsync(cancellationToken, ErrorCodes.InternalError, ErrorCodes.NotReady, ErrorCodes.ModelFailed);
    }
}
