using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
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

    /// <summary>The most bytes of the thumbnails of one answer.</summary>
    private const long MostThumbnailBytes = 8L << 20;

    private const int UsualSize = 64, UsualTop = 3;

    public static void MapLayers(this IEndpointRouteBuilder app)
    {
        app.MapPost(Pattern, ForUploadAsync).Produces<LayersResponse>().WithCost(RequestCost.Full)
            .AddOpenApiOperationTransformer(LayersDocs.DescribePost);
        app.MapGet(Pattern, ForStoredImageAsync).Produces<LayersResponse>().WithCost(RequestCost.Full)
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

        LayersResponse answer = await ThumbnailsAsync(looked, query, timings, server, context.RequestAborted);
        ComputedAnswer.Announce(context, options.Limits, timings);
        await TypedResults.Ok(answer).ExecuteAsync(context);
    }

    private static async Task<LayersResponse> ThumbnailsAsync(
        Looked looked, LayersQuery query, StageTimings timings, ModelServer server, CancellationToken cancellationToken)
    {
        var found = new List<LayerThumbnail>();
        var truncated = new List<string>();
        long bytes = 0;
        await server.ObserveLayersAsync(
            looked.Model, looked.Layers, looked.Upload,
            map =>
            {
                if (map.Values.IsEmpty || bytes >= MostThumbnailBytes)
                {
                    truncated.Add(LayerName.Shown(map.Layer.Name));
                    return;
                }

                LayerThumbnail thumbnail = Draw(map.Dequantized(), query);
                bytes += thumbnail.Png.Length;
                if (bytes < MostThumbnailBytes)
                    found.Add(thumbnail);
                else
                    truncated.Add(thumbnail.Name);
            },
            timings, cancellationToken);
        return new LayersResponse
        {
            Model = looked.Model.Name,
            Version = looked.Model.Version,
            Image = looked.Image,
            Layers = found,
            Truncated = truncated.Count > 0 ? truncated : null,
        };
    }

    private static LayerThumbnail Draw(FeatureMap map, LayersQuery query)
    {
        var thumbnail = Thumbnail.Of(map, query.Top ?? UsualTop, query.Size ?? UsualSize);
        return new LayerThumbnail
        {
            Name = LayerName.Shown(map.Layer.Name),
            Shape = [.. map.Shape],
            Channels = thumbnail.Channels,
            Min = thumbnail.Min,
            Max = thumbnail.Max,
            Png = $"data:image/png;base64,{Convert.ToBase64String(thumbnail.Png.Span)}",
        };
    }

    /// <summary>What is looked at.</summary>
    internal sealed record Looked(HostedModel Model, IReadOnlyList<LayerInfo> Layers, ImageUpload Upload, string? Image);
}
