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
        app.MapGet(V2Paths.Root, () => TypedResults.Json(ServerIdentity.Metadata, V2Json.Answers.ServerMetadata))
            .Produces<ServerMetadata>()
            .AddOpenApiOperationTransformer(V2ServerDocs.DescribeServer);
        app.MapGet($"{V2Paths.Root}/health/live", () => TypedResults.Json(new ServerLive { Live = true }, V2Json.Answers.ServerLive))
            .WithMetadata(new OpenPlaneAttribute())
            .Produces<ServerLive>()
            .AddOpenApiOperationTransformer(V2ServerDocs.DescribeLive);
        app.MapGet($"{V2Paths.Root}/health/ready", Ready)
            .WithMetadata(new OpenPlaneAttribute())
            .Produces<ServerReady>()
            .AddOpenApiOperationTransformer(V2ServerDocs.DescribeReady);
    }

    private static JsonHttpResult<ServerReady> Ready(ServerReadiness readiness)
    {
        readiness.Require();
        return TypedResults.Json(new ServerReady { Ready = true }, V2Json.Answers.ServerReady);
    }
}
