using Fovea.Api.Http;
using Fovea.Api.OpenInference.Core;
using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Api.OpenInference.Http.Contracts;
using Fovea.Api.OpenInference.Http.OpenApi;
using Fovea.Api.Security;
using Fovea.Models.Repository;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.OpenInference.Http.Endpoints;

/// <summary>What <c>/v2</c> says of a model: metadata, readiness, configuration.</summary>
internal static class V2ModelEndpoints
{
    public static void MapV2Models(this IEndpointRouteBuilder app)
    {
        app.MapGet(
                V2Paths.Model,
                ([AsParameters] ModelRoute route, ModelRepository repository) => Metadata(repository, route.Model, null))
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2ModelDocs.DescribeMetadata);
        app.MapGet(
                V2Paths.Version,
                ([AsParameters] ModelVersionRoute route, ModelRepository repository) => Metadata(repository, route.Model, route.Version))
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2ModelDocs.DescribeMetadata);
        app.MapGet(
                $"{V2Paths.Model}/ready",
                ([AsParameters] ModelRoute route, ModelRepository repository) => Ready(repository, route.Model, null))
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2ModelDocs.DescribeReady);
        app.MapGet(
                $"{V2Paths.Version}/ready",
                ([AsParameters] ModelVersionRoute route, ModelRepository repository) => Ready(repository, route.Model, route.Version))
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2ModelDocs.DescribeReady);
        app.MapGet(
                $"{V2Paths.Model}/config",
                ([AsParameters] ModelRoute route, ModelRepository repository) => Configuration(repository, route.Model, null))
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2ModelDocs.DescribeConfiguration);
        app.MapGet(
                $"{V2Paths.Version}/config",
                ([AsParameters] ModelVersionRoute route, ModelRepository repository) => Configuration(
                    repository, route.Model, route.Version))
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2ModelDocs.DescribeConfiguration);
    }

    private static Ok<ModelMetadata> Metadata(ModelRepository repository, string model, string? version)
    {
        using var lease = new SignatureLease(repository, model, version);
        return TypedResults.Ok(ModelDescriber.Metadata(lease.Signature, repository));
    }

    private static Ok<ModelReady> Ready(ModelRepository repository, string model, string? version)
    {
        using var lease = new SignatureLease(repository, model, version);
        return TypedResults.Ok(new ModelReady { Name = lease.Signature.Name, Ready = true });
    }

    private static Ok<ModelConfiguration> Configuration(ModelRepository repository, string model, string? version)
    {
        using var lease = new SignatureLease(repository, model, version);
        return TypedResults.Ok(ModelDescriber.Configuration(lease.Signature));
    }
}
