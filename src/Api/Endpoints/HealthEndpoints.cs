using Fovea.Api.Contracts;
using Fovea.Api.OpenApi;
using Fovea.Api.Security;
using Fovea.Api.Server;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/livez</c> and <c>/readyz</c>: what an orchestrator asks.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/livez", () => Status("alive"))
            .WithMetadata(new OpenPlaneAttribute())
            .Produces<HealthStatus>()
            .AddOpenApiOperationTransformer(HealthDocs.DescribeLive);
        app.MapGet("/readyz", Ready)
            .WithMetadata(new OpenPlaneAttribute())
            .Produces<HealthStatus>()
            .AddOpenApiOperationTransformer(HealthDocs.DescribeReady);
    }

    private static JsonHttpResult<HealthStatus> Ready(ServerReadiness readiness)
    {
        readiness.Require();
        return Status("ready");
    }

    private static JsonHttpResult<HealthStatus> Status(string status) => TypedResults.Json(new HealthStatus { Status = status }, ApiJson.Answers.HealthStatus);
}
