using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Security;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/models</c>: what is served.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder app)
    {
        app.MapGet("/models", List)
            .Produces<ModelList>()
            .AddOpenApiOperationTransformer(ModelDocs.DescribeList);
        app.MapGet("/models/{model}", Details)
            .Produces<ModelDetails>()
            .AddOpenApiOperationTransformer(ModelDocs.DescribeDetails);
        app.MapGet("/models/{model}/layers", Layers)
            .Produces<LayerList>()
            .AddOpenApiOperationTransformer(ModelDocs.DescribeLayers);
        app.MapPost("/models/{model}/load", LoadAsync)
            .Produces<ModelDetails>()
            .AddOpenApiOperationTransformer(ModelDocs.DescribeLoad);
        app.MapPost("/models/{model}/unload", UnloadAsync)
            .Produces<ModelDetails>()
            .AddOpenApiOperationTransformer(ModelDocs.DescribeUnload);
    }

    private static JsonHttpResult<ModelList> List(HttpContext context, ModelRepository repository) => TypedResults.Json(
        new ModelList
        {
            Default = repository.DefaultName,
            Models = [.. repository.Models.Select(entry => ModelDescription.Summary(entry, repository, context.Request.PathBase))],
        },
        ApiJson.Answers.ModelList);

    private static JsonHttpResult<ModelDetails> Details(HttpContext context, string model, ModelRepository repository)
    {
        ModelEntry entry = repository.Find(model, QueryReader.Text(context.Request, "version"));
        return TypedResults.Json(ModelDescription.Details(entry, repository, context.Request.PathBase), ApiJson.Answers.ModelDetails);
    }

    [AdminPlane]
    private static async Task<JsonHttpResult<ModelDetails>> LoadAsync(HttpContext context, string model, ModelRepository repository)
    {
        await repository.LoadAsync(model, context.RequestAborted);
        return Describe(context, model, repository);
    }

    [AdminPlane]
    private static async Task<JsonHttpResult<ModelDetails>> UnloadAsync(HttpContext context, string model, ModelRepository repository)
    {
        await repository.UnloadAsync(model, context.RequestAborted);
        return Describe(context, model, repository);
    }

    private static JsonHttpResult<ModelDetails> Describe(HttpContext context, string model, ModelRepository repository) => TypedResults.Json(
        ModelDescription.Details(repository.Find(model, null), repository, context.Request.PathBase), ApiJson.Answers.ModelDetails);

    private static JsonHttpResult<LayerList> Layers(HttpContext context, string model, ModelRepository repository)
    {
        ModelEntry entry = repository.Find(model, QueryReader.Text(context.Request, "version"));
        using ModelLease lease = repository.Lease(model, entry.Version);
        HostedModel hosted = lease.Model;
        string? version = ModelDescription.VersionToName(entry, repository);
        return TypedResults.Json(
            new LayerList
            {
                Model = hosted.Name,
                Version = hosted.Version,
                InputShapes = hosted.Inputs.Shapes is { } shapes ? [.. shapes.Select(shape => (IReadOnlyList<long>)[.. shape])] : null,
                Layers = [.. hosted.Layers.Select(layer => LayerDescription.Of(layer, context.Request.PathBase, hosted.Name, version))],
            },
            ApiJson.Answers.LayerList);
    }
}
