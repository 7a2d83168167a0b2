using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;

namespace Fovea.Api.Endpoints;

/// <summary><c>/featuremaps?layers=</c>: several layers of one image, in one run.</summary>
internal static class LayersEndpoints
{
    private const string Pattern = "/featuremaps";

    public static void MapLayers(this IEndpointRouteBuilder app)
    {
        app.MapPost(Pattern, ForUploadAsync).Produces<LayersResponse>().WithCost(RequestCost.Look)
            .AddOpenApiOperationTransformer(LayersDocs.DescribePost);
        app.MapGet(Pattern, ForStoredImageAsync).Produces<LayersResponse>().WithCost(RequestCost.Look)
            .AddOpenApiOperationTransformer(LayersDocs.DescribeGet);
    }

    private static async Task ForUploadAsync(
        HttpContext context, [AsParameters] ModelQuery selection, [AsParameters] LayersQuery query, ModelRepository repository,
        ModelServer server, UploadReader reader, ServerOptions options)
    {
        using ModelLease lease = selection.Lease(repository);
        using var image = RequestImage.Sent(context.Request, reader);
        await AnswerAsync(context, lease.Model, image, query, server, options);
    }

    private static async Task ForStoredImageAsync(
        HttpContext context, [AsParameters] KeptImageQuery kept, [AsParameters] KeptModelQuery selection,
        [AsParameters] LayersQuery query, ModelRepository repository, ModelServer server, ImageStore store, ServerOptions options)
    {
        using RequestImage image = kept.Find(store);
        using ModelLease lease = selection.Lease(repository, image);
        await AnswerAsync(context, lease.Model, image, query, server, options);
    }

    private static async Task AnswerAsync(
        HttpContext context, HostedModel model, RequestImage image, LayersQuery query, ModelServer server, ServerOptions options)
    {
        IReadOnlyList<LayerInfo> layers = query.Find(model);
        StageTimings timings = server.StartTimings();
        var looked = new Looked(model, layers, await image.ReadAsync(), image.Id);
        if (query.Format?.Value == SeveralFormat.Zip)
        {
            if (query is { Size: not null } or { Top: not null })
                throw new ApiException(ErrorCodes.InvalidParameter,
                    "The parameters 'size' and 'top' are of thumbnails: ask for format=json.");
            await LayerArchive.WriteAsync(context, looked, timings, server, options);
            return;
        }

        LayersResponse answer = await new LayerThumbnails(looked, query).DrawAsync(server, timings, context.RequestAborted);
        ComputedAnswer.Announce(context, options.Limits, timings);
        await TypedResults.Ok(answer).ExecuteAsync(context);
    }

    /// <summary>What is looked at.</summary>
    internal sealed record Looked(HostedModel Model, IReadOnlyList<LayerInfo> Layers, ImageUpload Upload, string? Image);
}
