using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Packages;
using Fovea.Models.Repository;
using Fovea.Models.Tasks;
using Fovea.Models.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/models</c>: what is served.</summary>
internal static class ModelEndpoints
{
    // The name and the file of a model that came with a request, in messages.
    private const string ModelName = "model";

    private const string OnnxFile = "model.onnx";

    public static void MapModels(this IEndpointRouteBuilder app)
    {
        app.MapGet("/models", List).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(ModelDocs.DescribeList);
        app.MapGet("/models/{model}", Details).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(ModelDocs.DescribeDetails);
        app.MapGet("/models/{model}/layers", LayersAsync).Produces<LayerList>().WithCost(RequestCost.Look)
            .AddOpenApiOperationTransformer(ModelDocs.DescribeLayers);
        app.MapPost("/models/validate", ValidateAsync).WithCost(RequestCost.Full)
            .AddOpenApiOperationTransformer(ModelDocs.DescribeValidate);
        app.MapPost("/models/{model}/load", LoadAsync).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(ModelDocs.DescribeLoad);
        app.MapPost("/models/{model}/unload", UnloadAsync).WithCost(RequestCost.Full)
            .AddOpenApiOperationTransformer(ModelDocs.DescribeUnload);
    }

    private static Ok<ModelList> List(HttpRequest request, ModelRepository repository) => TypedResults.Ok(new ModelList
    {
        Default = repository.Default.Name,
        DefaultReason = repository.DefaultReason,
        Models = [.. repository.Models.Select(entry => ModelDescription.Summary(entry, repository, request.PathBase))],
    });

    private static Ok<ModelDetails> Details(
        HttpRequest request, [AsParameters] ModelRoute route, [AsParameters] VersionQuery query, ModelRepository repository) =>
        TypedResults.Ok(ModelDescription.Details(repository.Find(route.Model, query.Version), repository, request.PathBase));

    private static async Task LayersAsync(
        HttpContext context, [AsParameters] ModelRoute route, [AsParameters] VersionQuery query, ModelRepository repository,
        LayerLists lists, ServerOptions options)
    {
        ModelEntry entry = repository.Find(route.Model, query.Version);
        using ModelLease lease = repository.Lease(route.Model, entry.Version);
        string? version = ModelDescription.VersionToName(entry, repository);
        PrefixedText layers = await lists.GetAsync(lease.Model, version, context.RequestAborted);
        PacedAnswer.Use(context, options.Limits);
        await layers.WriteAsync(context, JsonAnswer.ContentType, context.Request.PathBase.ToString());
    }

    [AdminPlane]
    private static async Task<Ok<ModelReport>> ValidateAsync(
        HttpContext context, ModelRepository repository, InferenceEngine engine, TaskTable tasks, UploadBudget budget,
        ILogger<ModelRepository> logger)
    {
        using PooledBuffer file = await ModelUpload.ReadAsync(context.Request, budget);
        var location = new ModelLocation(ModelName, 1, OnnxFile, []) { Content = file.Memory };
        using ModelValidation validation = await ModelValidator.ValidateAsync(
            repository, engine, location, tasks, context.RequestAborted);
        foreach (Exception fault in validation.Faults)
            logger.LogError(fault, "A model that was validated could not be loaded.");
        return TypedResults.Ok(ValidationReport.Of(validation));
    }

    [AdminPlane]
    private static async Task<Ok<ModelDetails>> LoadAsync(
        HttpRequest request, [AsParameters] ModelRoute route, ModelRepository repository, CancellationToken cancellationToken)
    {
        await repository.LoadAsync(route.Model, cancellationToken);
        return Describe(request, route.Model, repository);
    }

    [AdminPlane]
    private static async Task<Ok<ModelDetails>> UnloadAsync(
        HttpRequest request, [AsParameters] ModelRoute route, ModelRepository repository, CancellationToken cancellationToken)
    {
        await repository.UnloadAsync(route.Model, cancellationToken);
        return Describe(request, route.Model, repository);
    }

    private static Ok<ModelDetails> Describe(HttpRequest request, string model, ModelRepository repository) =>
        TypedResults.Ok(ModelDescription.Details(repository.Find(model, null), repository, request.PathBase));
}
