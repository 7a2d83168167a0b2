using System.ComponentModel;
using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Models.Explanations;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Jobs;
using Fovea.Models.Repository;
using Fovea.Models.Serving;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Endpoints;

/// <summary><c>/explanations</c>: explanations that take long, as jobs.</summary>
internal static class ExplanationEndpoints
{
    public const string Pattern = "/explanations";
    private const string One = $"{Pattern}/{{job}}";
    private const string IdText = "The id of the explanation.";

    public static void MapExplanations(this IEndpointRouteBuilder app)
    {
        app.MapPost(Pattern, BeginAsync).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(ExplanationDocs.Begin);
        app.MapGet(One, State).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(ExplanationDocs.State);
        app.MapDelete(One, Cancel).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(ExplanationDocs.Cancel);
        app.MapGet($"{One}/answer", Explanation).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(ExplanationDocs.Answer);
        app.MapGet($"{One}/events", Events).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(ExplanationDocs.Events);
    }

    private static async Task<Accepted<ExplanationJobResponse>> BeginAsync(
        HttpContext context, [AsParameters] SentOrKeptImageQuery asked, [AsParameters] KeptModelQuery selection,
        [AsParameters] ExplainQuery query, ModelRepository repository, ModelServer server, LongJobs jobs, UploadReader reader,
        ImageStore store, ServerOptions options)
    {
        ExplanationRequest wanted = query.Read(options.Explanations.MaxJobRuns);
        jobs.RequireRoom();
        using RequestImage image = asked.Find(context.Request, reader, store);
        ModelLease lease = selection.Lease(repository, image);
        LongJob job;
        try
        {
            ExplanationPlan plan = ExplanationAnswer.Plan(lease.Model, wanted, MapFormat.Png, query, options);
            ImageUpload upload = await image.ReadAsync();
            job = jobs.Add(await server.BeginExplanationAsync(
                lease, plan, upload, query.ReadPictureEdge(MapFormat.Png, options.FeatureMaps.MaxPixels),
                explanation => Enum.GetValues<MapFormat>().ToDictionary(
                    MapFormatNegotiator.MediaType, format => ExplanationAnswer.Bytes(explanation, format, query, options)),
                server.StartTimings(), context.RequestAborted));
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        context.Response.Headers.CacheControl = "no-store";
        ExplanationJobResponse answer = Describe(context.Request.PathBase, job);
        return TypedResults.Accepted(answer.Href, answer);
    }

    private static Ok<ExplanationJobResponse> State(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, LongJobs jobs) =>
        Answer(context, jobs.Find<ExplanationWork>(id));

    private static Ok<ExplanationJobResponse> Cancel(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, LongJobs jobs)
    {
        LongJob job = jobs.Find<ExplanationWork>(id);
        jobs.Remove(job);
        return Answer(context, job);
    }

    private static Results<Ok<ExplainResponse>, FileContentHttpResult> Explanation(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, [AsParameters] FormatQuery query, LongJobs jobs,
        ServerOptions options)
    {
        LongJob job = jobs.Find<ExplanationWork>(id);
        MapFormat format = MapFormatNegotiator.Choose(context.Request, query.Format?.Value);
        var work = (ExplanationWork)job.Work;
        if (job.Phase != JobPhase.Done || work.Answers is not { } answers)
            throw JobText.Unanswered(job, "The explanation has no answer", $"{context.Request.PathBase}{Pattern}/{id}");
        ComputedAnswer.Announce(context, options.Limits, negotiated: true);
        return ExplanationAnswer.Of(answers[MapFormatNegotiator.MediaType(format)], format, work.Model, work.Method);
    }

    private static ServerSentEventsResult<JobProgress> Events(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, LongJobs jobs, IHostApplicationLifetime lifetime)
    {
        LongJob job = jobs.Find<ExplanationWork>(id);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.ServerSentEvents(JobEvents.Follow(
            job, _ => (JobText.Progress(job), false), lifetime.ApplicationStopping, context.RequestAborted));
    }

    private static Ok<ExplanationJobResponse> Answer(HttpContext context, LongJob job)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(Describe(context.Request.PathBase, job));
    }

    private static ExplanationJobResponse Describe(PathString pathBase, LongJob job)
    {
        var work = (ExplanationWork)job.Work;
        var cost = new ExplainCost { Forward = work.Cost.Forward, Gradients = work.Cost.Gradients, Runs = work.Cost.Runs };
        return new ExplanationJobResponse(JobText.Describe(job, $"{pathBase}{Pattern}/{job.Id}"), work.Method, cost);
    }
}
