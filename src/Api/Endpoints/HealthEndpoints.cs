using Fovea.Api.Contracts;
using Fovea.Api.OpenApi;
using Fovea.Api.Security;
using Fovea.Api.Server;
using Fovea.Models.Repository;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/livez</c> and <c>/readyz</c>: what an orchestrator asks.</summary>
internal static class HealthEndpoints
{
    /// <summary>Health is asked by everybody and without a limit: <c>/models</c> lists all that failed.</summary>
    private const int MostFailures = 20;

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/livez", Live).WithCost(RequestCost.Free).AddOpenApiOperationTransformer(HealthDocs.DescribeLive);
        app.MapGet("/readyz", Ready).WithCost(RequestCost.Free).AddOpenApiOperationTransformer(HealthDocs.DescribeReady);
    }

    [OpenPlane]
    private static Ok<HealthStatus> Live() => TypedResults.Ok(new HealthStatus { Status = "alive" });

    [OpenPlane]
    private static Ok<HealthStatus> Ready(ServerReadiness readiness)
    {
        Readiness ready = readiness.Require();
        (ModelEntry Entry, ModelStatus Status)[] failing =
            [.. ready.Failing.Select(entry => (entry, entry.Status)).Where(f => f.Status.Reason is not null).Take(MostFailures)];
        ModelFailure[] failures = [.. failing.Select(
            f => new ModelFailure { Name = f.Entry.Name, Version = f.Entry.Version, State = f.Status.State, Reason = f.Status.Reason! })];
        return TypedResults.Ok(new HealthStatus { Status = "ready", Failures = failures.Length == 0 ? null : failures });
    }
}
