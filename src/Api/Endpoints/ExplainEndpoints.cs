using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Inference;
using Fovea.Models.Explanations;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/explain</c>: which parts of an image a number of the network depends on.</summary>
internal static class ExplainEndpoints
{
    private const string Pattern = "/explain";

    public static void MapExplain(this IEndpointRouteBuilder app)
    {
        app.MapPost(Pattern, ForUploadAsync).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(ExplainDocs.DescribePost);
        app.MapGet(Pattern, ForStoredImageAsync).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(ExplainDocs.DescribeGet);
    }

    private static async Task<Results<Ok<ExplainResponse>, FileContentHttpResult>> ForUploadAsync(
        HttpContext context, [AsParameters] ModelQuery selection, [AsParameters] ExplainQuery query, ModelRepository repository,
        ModelServer server, UploadReader reader, ServerOptions options)
    {
        ExplanationRequest wanted = query.Read(options.Explanations.MaxRuns);
        using ModelLease lease = selection.Lease(repository);
        using var image = RequestImage.Sent(context.Request, reader);
        return await AnswerAsync(context, lease.Model, image, wanted, query, server, options);
    }

    private static async Task<Results<Ok<ExplainResponse>, FileContentHttpResult>> ForStoredImageAsync(
        HttpContext context, [AsParameters] KeptImageQuery kept, [AsParameters] KeptModelQuery selection,
        [AsParameters] ExplainQuery query, ModelRepository repository, ModelServer server, ImageStore store, ServerOptions options)
    {
        ExplanationRequest wanted = query.Read(options.Explanations.MaxRuns);
        using RequestImage image = kept.Find(store);
        using ModelLease lease = selection.Lease(repository, image);
        return await AnswerAsync(context, lease.Model, image, wanted, query, server, options);
    }

    private static async Task<FileContentHttpResult> AnswerAsync(
        HttpContext context, HostedModel model, RequestImage image, ExplanationRequest wanted, ExplainQuery query, ModelServer server,
        ServerOptions options)
    {
        MapFormat format = MapFormatNegotiator.Choose(context.Request, query.Format?.Value);
        ExplanationPlan plan = ExplanationPlan.Of(model, wanted);
        StageTimings timings = server.StartTimings();
        ImageUpload upload = await image.ReadAsync();
        AnswerOrRefusal<FileContentHttpResult> made = await server.ExplainAsync(
            plan, upload, query.ReadPictureEdge(format, options.FeatureMaps.MaxPixels),
            explanation => AnswerOrRefusal<FileContentHttpResult>.Of(() => Answer(explanation, format, query, options)), timings,
            context.RequestAborted);
        return ComputedAnswer.Of(context, options.Limits, timings, made);
    }

    private static FileContentHttpResult Answer(Explanation explanation, MapFormat format, ExplainQuery query, ServerOptions options)
    {
        HeatMap map = explanation.Map;
        HostedModel model = explanation.Plan.Model;
        return format switch
        {
            MapFormat.Png => TypedResults.File(Draw(explanation, query, options), MapFormatNegotiator.Png),
            MapFormat.Npy => TypedResults.File(
                NpyWriter.Write(new Shape(map.Height, map.Width), map.Values), MapFormatNegotiator.Npy,
                DownloadName.Npy(model.Name, explanation.Plan.Request.Method.Name)),
            _ => JsonAnswer.Of(Describe(explanation), ApiJson.Answers.ExplainResponse),
        };
    }

    private static byte[] Draw(Explanation explanation, ExplainQuery query, ServerOptions options) => HeatMapPicture.Draw(
        explanation, query.Colormap?.Value, new RenderOptions { MaxPixels = options.FeatureMaps.MaxPixels });

    private static ExplainResponse Describe(Explanation explanation)
    {
        (ExplanationPlan plan, HeatMap map) = (explanation.Plan, explanation.Map);
        return new ExplainResponse
        {
            Model = plan.Model.Name,
            Version = plan.Model.Version,
            Method = plan.Request.Method.Name,
            Meaning = plan.Request.Method.Meaning,
            Signed = plan.Request.Method.IsSigned,
            Class = explanation.Element.Class,
            Label = explanation.Element.Label,
            Value = LayerName.Shown(plan.Target.Value.Name),
            Element = explanation.Element.Element,
            Score = Finite(explanation.Score),
            Layer = plan.Layer is { } layer ? LayerName.Shown(layer.Name) : null,
            Shape = [map.Height, map.Width],
            Original = explanation.Mapping is { } mapping ? SeenPart.Original(mapping) : null,
            Crop = explanation.Mapping is { } placed ? SeenPart.Crop(plan.Model.Inputs.Preprocessing!.Spec, placed) : null,
            Min = Finite(map.Values.Min()),
            Max = Finite(map.Values.Max()),
            Raw = new ValueRangeInfo { Min = Finite(map.Range.Min), Max = Finite(map.Range.Max) },
            Cost = new ExplainCost { Forward = plan.Cost.Forward, Gradients = plan.Cost.Gradients, Runs = plan.Cost.Runs },
            Completeness = map.Completeness is { } sum && double.IsFinite(sum.Sum) && double.IsFinite(sum.Expected)
                ? new CompletenessInfo
                {
                    Sum = sum.Sum,
                    Expected = sum.Expected,
                    Error = double.IsFinite(sum.Error) ? sum.Error : null,
                }
                : null,
        };
    }

    private static float? Finite(float value) => float.IsFinite(value) ? value : null;
}
