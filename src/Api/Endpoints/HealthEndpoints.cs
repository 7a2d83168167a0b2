using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.OpenApi;
using Fovea.Api.Security;
using Fovea.Models.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/livez</c> and <c>/readyz</c>: what an orchestrator asks.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapRead("/livez", () => Status("alive"))
            .WithMetadata(new OpenPlaneAttribute())
            .Produces<HealthStatus>()
            .AddOpenApiOperationTransformer(HealthDocs.DescribeLive);
        app.MapRead("/readyz", Ready)
            .WithMetadata(new OpenPlaneAttribute())
            .Produces<HealthStatus>()
            .AddOpenApiOperationTransformer(HealthDocs.DescribeReady);
    }

    private static JsonHttpResult<HealthStatus> Ready(ModelRepository repository, IHostApplicationLifetime lifetime)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            throw new ServingException(ServingError.NotReady, "The server is shutting down.");
        Readiness readiness = repository.CheckReadiness();
        return readiness.IsReady
            ? Status("ready")
            : throw new ServingException(readiness.Error ?? ServingError.NotReady, readiness.Reason ?? ErrorCodes.NotReady.Title);
    }

    private static JsonHttpResult<HealthStatus> Status(string status) => TypedResults.Json(new HealthStatus { Status = status }, ApiJson.Answers.HealthStatus);
}
