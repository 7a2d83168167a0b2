using Fovea.Api.OpenInference.Core;
using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Http.Contracts;
using Fovea.Api.OpenInference.Http.OpenApi;
using Fovea.Models.Repository;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.OpenInference.Http.Endpoints;

/// <summary><c>GET /v2/models/stats</c> and the same of one model or version.</summary>
internal static class V2StatisticsEndpoints
{
    public static void MapV2Statistics(this IEndpointRouteBuilder app)
    {
        foreach (string pattern in (string[])[$"{V2Paths.Root}/models/stats", .. V2ModelEndpoints.Both("/stats")])
            app.MapGet(pattern, Statistics).Produces<ModelStatisticsList>().AddOpenApiOperationTransformer(V2ModelDocs.DescribeStatistics);
    }

    private static JsonHttpResult<ModelStatisticsList> Statistics(HttpContext context, ModelRepository repository) => TypedResults.Json(
        StatisticsDescriber.List(repository, (string?)context.GetRouteValue("model"), (string?)context.GetRouteValue("version")),
        V2Json.Answers.ModelStatisticsList);
}
