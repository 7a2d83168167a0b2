using Fovea.Api.OpenInference.Core;
using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Http.Contracts;
using Fovea.Api.OpenInference.Http.OpenApi;
using Fovea.Api.Security;
using Fovea.Api.Server;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.OpenInference.Http.Endpoints;

/// <summary><c>GET /v2</c> and <c>/v2/health</c>.</summary>
internal static class V2ServerEndpoints
{
    public static void MapV2Server(this IEndpointRouteBuilder app)
    {
        app.MapGet(V2Paths.Root, Server).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2ServerDocs.DescribeServer);
        app.MapGet($"{V2Paths.Root}/health/live", Live).WithCost(RequestCost.Free)
            .AddOpenApiOperationTransformer(V2ServerDocs.DescribeLive);
        app.MapGet($"{V2Paths.Root}/health/ready", Ready).WithCost(RequestCost.Free)
            .AddOpenApiOperationTransformer(V2ServerDocs.DescribeReady);
    }

    private static Ok<ServerMetadata> Server() => TypedResults.Ok(ServerIdentity.Metadata);

    [OpenPlane]
    private static Ok<ServerLive> Live() => TypedResults.Ok(new ServerLive { Live = true });

    [OpenPlane]
    private static Ok<ServerReady> Ready(ServerReadiness readiness)
    {
        readiness.Require();
        return TypedResults.Ok(new ServerReady { Ready = true });
    }
}
