using Fovea.Api.OpenInference.Core;
using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Http.Contracts;
using Fovea.Api.OpenInference.Http.OpenApi;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.OpenInference.Http.Endpoints;

/// <summary>What <c>/v2</c> tells of a model: metadata, readiness, configuration.</summary>
internal static class V2ModelEndpoints
{
    public static void MapV2Models(this IEndpointRouteBuilder app)
    {
        foreach (string pattern in Both(""))
            app.MapGet(pattern, Metadata).Produces<ModelMetadata>().AddOpenApiOperationTransformer(V2ModelDocs.DescribeMetadata);
        foreach (string pattern in Both("/ready"))
            app.MapGet(pattern, Ready).Produces<ModelReady>().AddOpenApiOperationTransformer(V2ModelDocs.DescribeReady);
        foreach (string pattern in Both("/config"))
            app.MapGet(pattern, Configuration).Produces<ModelConfiguration>().AddOpenApiOperationTransformer(V2ModelDocs.DescribeConfiguration);
    }

    internal static string[] Both(string call)
    {
        (string latest, string versioned) = V2Paths.OfModel(call);
        return [latest, versioned];
    }

    internal static ModelLease Lease(HttpContext context, ModelRepository repository) =>
        repository.Lease((string)context.GetRouteValue("model")!, (string?)context.GetRouteValue("version"));

    private static JsonHttpResult<ModelMetadata> Metadata(HttpContext context, ModelRepository repository)
    {
        using ModelLease lease = Lease(context, repository);
        return TypedResults.Json(ModelDescriber.Metadata(lease.Model, repository), V2Json.Answers.ModelMetadata);
    }

    private static JsonHttpResult<ModelReady> Ready(HttpContext context, ModelRepository repository)
    {
        using ModelLease lease = Lease(context, repository);
        return TypedResults.Json(new ModelReady { Name = lease.Model.Name, Ready = true }, V2Json.Answers.ModelReady);
    }

    private static JsonHttpResult<ModelConfiguration> Configuration(HttpContext context, ModelRepository repository)
    {
        using ModelLease lease = Lease(context, repository);
        return TypedResults.Json(ModelDescriber.Configuration(lease.Model), V2Json.Answers.ModelConfiguration);
    }
}
