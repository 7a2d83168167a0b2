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
        app.MapPost(Pattern, ForUploadAsync).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(FeatureMapDocs.DescribePost);
        app.MapGet(Pattern, ForStoredImageAsync).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(FeatureMapDocs.DescribeGet);
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
        using var image = RequestImage.Sent(context.Request, reader);
        return await AnswerAsync(context, lease.Model, image, wanted, server, options);
    }

    private static async Task<Results<Ok<FeatureMapResponse>, FileContentHttpResult>> ForStoredImageAsync(
        HttpContext context,
        [AsParameters] KeptImageQuery kept,
        [AsParameters] KeptModelQuery selection,
        [AsParameters] MapQuery query,
        ModelRepository repository,
        ModelServer server,
        ImageStore store,
        ServerOptions options)
    {
        var wanted = FeatureMapRequest.Read(context, query, options);
        using RequestImage image = kept.Find(store);
        using ModelLease lease = selection.Lease(repository, image);
        return await AnswerAsync(context, lease.Model, image, wanted, server, options);
    }

    private static async Task<FileContentHttpResult> AnswerAsync(
        HttpContext context, HostedModel model, RequestImage image, FeatureMapRequest wanted, ModelServer server, ServerOptions options)
    {
        LayerInfo layer = wanted.FindLayer(model);
        StageTimings timings = server.StartTimings();
        ImageUpload upload = await image.ReadAsync();
        AnswerOrRefusal<FileContentHttpResult> made = await ComputeAsync(
            model, layer, upload, wanted, server, timings, context.RequestAborted);
        return ComputedAnswer.Of(context, options.Limits, timings, made);
    }

    private static async Task<AnswerOrRefusal<FileContentHttpResult>> ComputeAsync(
        HostedModel model, LayerInfo layer, ImageUpload upload, FeatureMapRequest wanted, ModelServer server, StageTimings timings,
        CancellationToken cancellationToken)
    {
        if (wanted.Cell is { } cell)
        {
            ExplainedCell explained = await server.ExplainCellAsync(
                model, layer, cell.Of(layer, model.MapShape(layer)), upload, timings, cancellationToken);
            return AnswerOrRefusal<FileContentHttpResult>.Of(
                () => JsonAnswer.Of(CellDescription.Of(model, explained), ApiJson.Answers.CellResponse));
        }

        InputPicture? under = wanted.Overlay
            ? await server.PreprocessAsync(
                model, upload, images => InputPicture.Of(model.Inputs.Preprocessing!.Spec, images.Tensor), timings, cancellationToken)
            : null;
        return await server.ComputeMapAsync(model, layer, upload, map => Answer(model, map, wanted, under), timings, cancellationToken);
    }

    /// <summary>Drawing, counting and writing take time: they are part of the job, which has its share of the processors.</summary>
    private static AnswerOrRefusal<FileContentHttpResult> Answer(
        HostedModel model, FeatureMap map, FeatureMapRequest wanted, InputPicture? under) =>
        AnswerOrRefusal<FileContentHttpResult>.Of(() => AnswerWith(model, wanted.Shown(map), wanted, under));

    private static FileContentHttpResult AnswerWith(HostedModel model, FeatureMap map, FeatureMapRequest wanted, InputPicture? under) =>
        wanted.Format switch
        {
            MapFormat.Png => TypedResults.File(wanted.Render(map, under), MapFormatNegotiator.Png),
            MapFormat.Npy => TypedResults.File(
                wanted.WriteNpy(map), MapFormatNegotiator.Npy, DownloadName.Npy(model.Name, map.Layer.Name)),
            _ => JsonAnswer.Of(Describe(model, map, wanted), ApiJson.Answers.FeatureMapResponse),
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
            .. wanted.Statistics(map).Select(statistics => Describe(map, statistics, wanted.Histogram)),
        ],
    };

    private static ChannelInfo Describe(FeatureMap map, ChannelStatistics of, bool histogram)
    {
        ReadOnlySpan<float> values = map.Channel(of.Index);
        var activity = ChannelActivity.Of(values);
        return new ChannelInfo
        {
            Index = of.Index,
            Min = of.Min,
            Max = of.Max,
            Mean = of.Mean,
            Std = of.Std,
            Zeros = of.Zeros,
            NonFinite = of.NonFinite,
            Strength = activity.Strength,
            Variance = activity.Variance,
            Sparsity = activity.Sparsity,
            Dead = activity.Dead ? true : null,
            Histogram = histogram && ValueHistogram.Of(values) is { } found
                ? new HistogramInfo { Min = found.Min, Max = found.Max, Counts = found.Counts }
                : null,
        };
    }
}
