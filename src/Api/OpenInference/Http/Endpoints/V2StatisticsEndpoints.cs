using Fovea.Api.Http;
using Fovea.Api.OpenInference.Core;
using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Http.OpenApi;
using Fovea.Api.Security;
using Fovea.Models.Repository;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.OpenInference.Http.Endpoints;

/// <summary><c>GET /v2/models/stats</c> and the same of one model or version.</summary>
internal static class V2StatisticsEndpoints
{
    public static void MapV2Statistics(this IEndpointRouteBuilder app)
    {
        app.MapGet($"{V2Paths.Root}/models/stats", (ModelRepository repository) => Statistics(repository, null, null))
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2ModelDocs.DescribeStatistics);
        app.MapGet(
                $"{V2Paths.Model}/stats",
                ([AsParameters] ModelRoute route, ModelRepository repository) => Statistics(repository, route.Model, null))
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2ModelDocs.DescribeStatistics);
        app.MapGet(
                $"{V2Paths.Version}/stats",
                ([AsParameters] ModelVersionRoute route, ModelRepository repository) => Statistics(repository, route.Model, route.Version))
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2ModelDocs.DescribeStatistics);
    }

    private static Ok<ModelStatisticsList> Statistics(ModelRepository repository, string? model, string? version) =>
        TypedResults.Ok(StatisticsDescriber.List(repository, model, version));
}
