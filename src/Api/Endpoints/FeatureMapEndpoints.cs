using System.Text.Json;
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
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/featuremaps/{layer}</c>: what a layer sees in an image.</summary>
internal static class FeatureMapEndpoints
{
    private const string Pattern = "/featuremaps/{**layer}";

    public static void MapFeatureMaps(this IEndpointRouteBuilder app)
    {
        app.MapPost(Pattern, ForUploadAsync).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(FeatureMapDocs.DescribePost);
        app.MapGet(Pattern, ForStoredImageAsync).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(FeatureMapDocs.DescribeGet);
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
        return Answered(context, options, timings, await server.ComputeMapAsync(
            model, layer, uploads.Images[0], map => Answer(model, map, wanted), timings, context.RequestAborted));
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
        return Answered(context, options, timings, await server.ComputeMapAsync(
            model, layer, new ImageUpload(null, stored.Bytes), map => Answer(model, map, wanted), timings, context.RequestAborted));
    }

    private static Results<Ok<FeatureMapResponse>, FileContentHttpResult> Answered(
        HttpContext context, ServerOptions options, StageTimings timings, AnswerOrRefusal<FileContentHttpResult> made)
    {
        ServerTiming.Write(context.Response, timings);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Vary = "Accept";
        FileContentHttpResult answer = made.Answer;
        PacedAnswer.Use(context, options.Limits);
        return answer;
    }

    /// <summary>Drawing, counting and writing take time: they are part of the job, which has its share of the processors.</summary>
    private static AnswerOrRefusal<FileContentHttpResult> Answer(HostedModel model, FeatureMap map, FeatureMapRequest wanted) =>
        AnswerOrRefusal<FileContentHttpResult>.Of(() => AnswerWith(model, wanted.Shown(map), wanted));

    private static FileContentHttpResult AnswerWith(HostedModel model, FeatureMap map, FeatureMapRequest wanted) =>
        wanted.Format switch
        {
            MapFormat.Png => TypedResults.File(wanted.Render(map), MapFormatNegotiator.Png),
            MapFormat.Npy => TypedResults.File(
                wanted.WriteNpy(map), MapFormatNegotiator.Npy, DownloadName.Npy(model.Name, map.Layer.Name)),
            _ => TypedResults.File(
                JsonSerializer.SerializeToUtf8Bytes(Describe(model, map, wanted), ApiJson.Answers.FeatureMapResponse),
                "application/json; charset=utf-8"),
        };

    private static FeatureMapResponse Describe(HostedModel model, FeatureMap map, FeatureMapRequest wanted) => new()
    {
        Model = model.Name,
        Version = model.Version,
        Layer = LayerName.Shown(map.Layer.Name),
        Operator = map.Layer.Operator,
        Shape = [.. map.Shape],
        Scale = map.Layer.Scale,
        ZeroPoint = map.Layer.ZeroPoint,
        Raw = map.Layer.Scale is null ? null : wanted.Raw,
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
