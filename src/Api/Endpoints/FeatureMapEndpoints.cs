using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/featuremaps/{layer}</c>: what a layer sees in an image.</summary>
internal static class FeatureMapEndpoints
{
    private const string Pattern = "/featuremaps/{**layer}";

    public static void MapFeatureMaps(this IEndpointRouteBuilder app)
    {
        app.MapPost(Pattern, ForUploadAsync).AddOpenApiOperationTransformer(FeatureMapDocs.DescribePost);
        app.MapGet(Pattern, ForStoredImageAsync).AddOpenApiOperationTransformer(FeatureMapDocs.DescribeGet);
    }

    private static async Task<Results<Ok<FeatureMapResponse>, FileContentHttpResult>> ForUploadAsync(
        HttpContext context,
        [AsParameters] ModelQuery selection,
        [AsParameters] MapQuery query,
        ModelRepository repository,
        ModelServer server,
        UploadReader reader,
        ServerOptions options)
    {
        var wanted = FeatureMapRequest.Read(context, query, options);
        using ModelLease lease = selection.Lease(repository);
        HostedModel model = lease.Model;
        LayerInfo layer = wanted.FindLayer(model);
        StageTimings timings = server.StartTimings();
        using Uploads uploads = await reader.ReadOneAsync(context.Request);
        FeatureMap map = await server.ComputeMapAsync(model, layer, uploads.Images[0], timings, context.RequestAborted);
        return Answer(context, model, map, wanted, timings);
    }

    private static async Task<Results<Ok<FeatureMapResponse>, FileContentHttpResult>> ForStoredImageAsync(
        HttpContext context,
        [AsParameters] StoredImageQuery image,
        [AsParameters] MapQuery query,
        ModelRepository repository,
        ModelServer server,
        ImageStore store,
        ServerOptions options)
    {
        var wanted = FeatureMapRequest.Read(context, query, options);
        using StoredImage stored = image.Find(store);
        using ModelLease lease = image.Lease(repository, stored);
        HostedModel model = lease.Model;
        LayerInfo layer = wanted.FindLayer(model);
        StageTimings timings = server.StartTimings();
        FeatureMap map = await server.ComputeMapAsync(model, layer, new ImageUpload(null, stored.Bytes), timings, context.RequestAborted);
        return Answer(context, model, map, wanted, timings);
    }

    private static Results<Ok<FeatureMapResponse>, FileContentHttpResult> Answer(
        HttpContext context, HostedModel model, FeatureMap map, FeatureMapRequest wanted, StageTimings timings)
    {
        ServerTiming.Write(context.Response, timings);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Vary = "Accept";
        return wanted.Format switch
        {
            MapFormat.Png => TypedResults.File(wanted.Render(map), MapFormatNegotiator.Png),
            MapFormat.Npy => TypedResults.File(
                wanted.WriteNpy(map), MapFormatNegotiator.Npy, DownloadName.Npy(model.Name, map.Layer.Name)),
            _ => TypedResults.Ok(Describe(model, map, wanted)),
        };
    }

    private static FeatureMapResponse Describe(HostedModel model, FeatureMap map, FeatureMapRequest wanted) => new()
    {
        Model = model.Name,
        Version = model.Version,
        Layer = map.Layer.Name,
        Operator = map.Layer.Operator,
        Shape = [.. map.Shape],
        ReceptiveField = LayerDescription.Of(map.Layer.ReceptiveField),
        Channels =
        [
            .. wanted.Statistics(map).Select(s => new ChannelInfo
            {
                Index = s.Index, Min = s.Min, Max = s.Max, Mean = s.Mean, Std = s.Std, Zeros = s.Zeros, NonFinite = s.NonFinite,
            }),
        ],
    };
}
