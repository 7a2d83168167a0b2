using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Models.Explanations;
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
        HttpContext context, [AsParameters] ModelQuery selection, [AsParameters] ExplainQuery query, [AsParameters] FormatQuery format,
        ModelRepository repository, ModelServer server, UploadReader reader, ServerOptions options)
    {
        ExplanationRequest wanted = query.Read(options.Explanations.MaxRuns, Otherwise(options));
        using ModelLease lease = selection.Lease(repository);
        using var image = RequestImage.Sent(context.Request, reader);
        return await AnswerAsync(context, lease.Model, image, wanted, query, Format(context, format), server, options);
    }

    private static async Task<Results<Ok<ExplainResponse>, FileContentHttpResult>> ForStoredImageAsync(
        HttpContext context, [AsParameters] KeptImageQuery kept, [AsParameters] KeptModelQuery selection,
        [AsParameters] ExplainQuery query, [AsParameters] FormatQuery format, ModelRepository repository, ModelServer server,
        ImageStore store, ServerOptions options)
    {
        ExplanationRequest wanted = query.Read(options.Explanations.MaxRuns, Otherwise(options));
        using RequestImage image = kept.Find(store);
        using ModelLease lease = selection.Lease(repository, image);
        return await AnswerAsync(context, lease.Model, image, wanted, query, Format(context, format), server, options);
    }

    private static MapFormat Format(HttpContext context, FormatQuery query) =>
        MapFormatNegotiator.Choose(context.Request, query.Format?.Value);

    private static string Otherwise(ServerOptions options) =>
        $"A job ({ExplanationEndpoints.Pattern}) may take {options.Explanations.MaxJobRuns} runs.";

    private static async Task<FileContentHttpResult> AnswerAsync(
        HttpContext context, HostedModel model, RequestImage image, ExplanationRequest wanted, ExplainQuery query,
        MapFormat format, ModelServer server, ServerOptions options)
    {
        ExplanationPlan plan = ExplanationAnswer.Plan(model, wanted, format, query, options);
        StageTimings timings = server.StartTimings();
        ImageUpload upload = await image.ReadAsync();
        AnswerOrRefusal<FileContentHttpResult> made = await server.ExplainAsync(
            plan, upload, query.ReadPictureEdge(format, options.FeatureMaps.MaxPixels),
            explanation => AnswerOrRefusal<FileContentHttpResult>.Of(() => ExplanationAnswer.Of(explanation, format, query, options)),
            timings, context.RequestAborted);
        return ComputedAnswer.Of(context, options.Limits, timings, made);
    }
}
