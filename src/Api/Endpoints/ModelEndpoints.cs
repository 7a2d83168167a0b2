using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Models.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/models</c>: what is served.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder app)
    {
        app.MapRead("/models", List)
            .Produces<ModelList>()
            .AddOpenApiOperationTransformer(ModelDocs.DescribeList);
        app.MapRead("/models/{model}", Details)
            .Produces<ModelDetails>()
            .AddOpenApiOperationTransformer(ModelDocs.DescribeDetails);
        app.MapRead("/models/{model}/layers", Layers)
            .Produces<LayerList>()
            .AddOpenApiOperationTransformer(ModelDocs.DescribeLayers);
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

    private static JsonHttpResult<LayerList> Layers(HttpContext context, string model, ModelRepository repository)
    {
        ModelEntry entry = repository.Find(model, QueryReader.Text(context.Request, "version"));
        using ModelLease lease = entry.Lease();
        HostedModel hosted = lease.Model;
        string? version = ModelDescription.VersionToName(entry, repository);
        return TypedResults.Json(
            new LayerList
            {
                Model = hosted.Name,
                Version = hosted.Version,
                InputShapes = hosted.Task.InputShapes is { } shapes ? [.. shapes.Select(shape => (IReadOnlyList<long>)[.. shape])] : null,
                Layers = [.. hosted.Layers.Select(layer => LayerDescription.Of(layer, context.Request.PathBase, hosted.Name, version))],
            },
            ApiJson.Answers.LayerList);
    }
}
