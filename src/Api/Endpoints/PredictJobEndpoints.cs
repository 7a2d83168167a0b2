using System.ComponentModel;
using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Jobs;
using Fovea.Models.Repository;
using Fovea.Models.Serving;
using Fovea.Models.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Endpoints;

/// <summary><c>/predict/jobs</c>: predictions that take long, as jobs.</summary>
internal static class PredictJobEndpoints
{
    public const string Pattern = "/predict/jobs";
    private const string One = $"{Pattern}/{{job}}";
    private const string IdText = "The id of the job.";

    public static void MapPredictJobs(this IEndpointRouteBuilder app)
    {
        app.MapPost(Pattern, BeginAsync).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(PredictJobDocs.Begin);
        app.MapGet(One, Find).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(PredictJobDocs.State);
        app.MapDelete(One, Cancel).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(PredictJobDocs.Cancel);
        app.MapGet($"{One}/events", Events).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(PredictJobDocs.Events);
    }

    /// <summary>An error of a prediction that takes longer than a request may, with what to do.</summary>
    public static ServingException Advise(ServingException error, PathString pathBase) => new(
        error.Error, $"{error.Message} A job may take longer: POST the image to {pathBase}{Pattern}.", error)
    {
        RetryAfter = error.RetryAfter,
    };

    private static async Task<Accepted<PredictJobResponse>> BeginAsync(
        HttpContext context, [AsParameters] ModelQuery selection, [AsParameters] AnswerFormatQuery format, TaskQuery query, TaskTable tasks,
        ModelRepository repository, ModelServer server, LongJobs jobs, UploadReader reader, ServerOptions options)
    {
        jobs.RequireRoom();
        AnswerFormatQuery.Check(context.Request, tasks);
        ModelLease lease = selection.Lease(repository);
        LongJob job;
        try
        {
            AnswerForm? form = format.ChooseBeside(context.Request, lease.Model.RequireTask());
            using RequestImage image = RequestImage.Sent(context.Request, reader);
            ImageUpload upload = await image.ReadAsync();
            job = jobs.Add(await server.BeginPredictionAsync(
                lease, upload, form, query.Arguments, options.FeatureMaps.MaxPixels, server.StartTimings(), context.RequestAborted));
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        context.Response.Headers.CacheControl = "no-store";
        PredictJobResponse answer = Describe(context.Request.PathBase, job);
        return TypedResults.Accepted(answer.Href, answer);
    }

    private static Results<Ok<PredictJobResponse>, FileContentHttpResult> Find(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, [AsParameters] AnswerFormatQuery format,
        TaskTable tasks, LongJobs jobs, ServerOptions options)
    {
        AnswerFormatQuery.Check(context.Request, tasks);
        LongJob job = jobs.Find<PredictionWork>(id);
        AnswerForm? form = format.Choose(context.Request, ((PredictionWork)job.Work).Form is { } made ? [made] : []);
        KeptAnswer? predicted = Predicted(job);
        if (form is not null && predicted is null)
            throw JobText.Unanswered(job, "The prediction has no answer", Address(context.Request.PathBase, job));
        ComputedAnswer.Announce(context, options.Limits, negotiated: true);
        return form is not null
            ? TypedResults.Bytes(predicted!.Encoded, form.MediaType)
            : TypedResults.Ok(Describe(context.Request.PathBase, job));
    }

    private static Ok<PredictJobResponse> Cancel(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, LongJobs jobs)
    {
        LongJob job = jobs.Find<PredictionWork>(id);
        jobs.Remove(job);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(Describe(context.Request.PathBase, job));
    }

    private static ServerSentEventsResult<JobProgress> Events(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, LongJobs jobs, IHostApplicationLifetime lifetime)
    {
        LongJob job = jobs.Find<PredictionWork>(id);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.ServerSentEvents(JobEvents.Follow(
            job, _ => (JobText.Progress(job), false), lifetime.ApplicationStopping, context.RequestAborted));
    }

    private static PredictJobResponse Describe(PathString pathBase, LongJob job)
    {
        var work = (PredictionWork)job.Work;
        PredictResponse? answer = Predicted(job) is { } predicted
            ? PredictAnswer.Of(work.Model, work.Version, work.Task, [predicted.Answer])
            : null;
        return new PredictJobResponse(JobText.Describe(job, Address(pathBase, job)), answer);
    }

    // A job is done a moment after its answer is there.
    private static KeptAnswer? Predicted(LongJob job) =>
        job.Phase == JobPhase.Done ? ((PredictionWork)job.Work).Predicted : null;

    private static string Address(PathString pathBase, LongJob job) => $"{pathBase}{Pattern}/{job.Id}";
}
