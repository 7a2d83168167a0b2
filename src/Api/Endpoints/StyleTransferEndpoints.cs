using System.ComponentModel;
using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Jobs;
using Fovea.Models.Repository;
using Fovea.Models.StyleTransfer;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Endpoints;

/// <summary><c>/style-transfers</c>: a picture in the style of another one, as a job.</summary>
internal static class StyleTransferEndpoints
{
    private const string Pattern = "/style-transfers";
    private const string One = $"{Pattern}/{{job}}";
    private const string IdText = "The id of the style transfer.";

    public static void MapStyleTransfers(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder group = app.MapGroup("");
        group.MapPost(Pattern, BeginAsync).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(StyleTransferDocs.Begin);
        group.MapGet(One, State).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(StyleTransferDocs.State);
        group.MapDelete(One, Cancel).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(StyleTransferDocs.Cancel);
        group.MapGet($"{One}/image", Picture).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(StyleTransferDocs.Image);
        group.MapGet($"{One}/events", Events).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(StyleTransferDocs.Events);
        group.MapPost($"{One}/pause", Pause).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(StyleTransferDocs.Pause);
        group.MapPost($"{One}/resume", Resume).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(StyleTransferDocs.Resume);
        if (app.ServiceProvider.GetRequiredService<ServerOptions>().StyleTransfer.Enabled)
            return;
        group.ExcludeFromDescription();
        ((IEndpointConventionBuilder)group).Finally(endpoint => endpoint.RequestDelegate = _ => throw new ApiException(
            ErrorCodes.NotFound, "Style transfer is switched off on this server (StyleTransfer:Enabled is false)."));
    }

    private static async Task<Accepted<StyleTransferResponse>> BeginAsync(
        HttpContext context, [AsParameters] ModelQuery selection, [AsParameters] StyleTransferQuery query, ModelRepository repository,
        StyleTransfers transfers, LongJobs jobs, UploadReader reader)
    {
        StyleOptions options = query.Read();
        ModelLease lease = selection.Lease(repository);
        LongJob job;
        try
        {
            jobs.RequireRoom();
            using Uploads uploads = await reader.ReadAsync(context.Request);
            (ImageUpload content, ImageUpload style) = StyleTransferPictures.Of(uploads);
            job = await transfers.BeginAsync(lease, content, style, options, context.RequestAborted);
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        context.Response.Headers.CacheControl = "no-store";
        StyleTransferResponse answer = StyleTransferDescription.Of(context.Request.PathBase, job);
        return TypedResults.Accepted(answer.Href, answer);
    }

    private static Ok<StyleTransferResponse> State(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, LongJobs jobs) =>
        Answer(context, jobs.Find<StyleTransferWork>(id));

    private static Ok<StyleTransferResponse> Cancel(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, LongJobs jobs)
    {
        LongJob job = jobs.Find<StyleTransferWork>(id);
        jobs.Remove(job);
        return Answer(context, job);
    }

    private static Ok<StyleTransferResponse> Pause(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, LongJobs jobs)
    {
        LongJob job = jobs.Find<StyleTransferWork>(id);
        jobs.Pause(job);
        return Answer(context, job);
    }

    private static Ok<StyleTransferResponse> Resume(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, LongJobs jobs)
    {
        LongJob job = jobs.Find<StyleTransferWork>(id);
        jobs.Resume(job);
        return Answer(context, job);
    }

    private static FileContentHttpResult Picture(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, LongJobs jobs, ServerOptions options)
    {
        LongJob job = jobs.Find<StyleTransferWork>(id);
        if (((StyleTransferWork)job.Work).Png() is not { } png)
        {
            string advice = job.Phase.IsEnd()
                ? "Begin a new one."
                : $"Try again after its first step, or follow {context.Request.PathBase}{Pattern}/{id}/events.";
            throw new ServingException(
                ServingError.JobState, $"The style transfer is {JobText.State(job)} and has no picture. {advice}");
        }

        FileContentHttpResult answer = TypedResults.File(png, MapFormatNegotiator.Png);
        ComputedAnswer.Announce(context, options.Limits);
        return answer;
    }

    private static ServerSentEventsResult<StyleTransferEvent> Events(
        HttpContext context, [FromRoute(Name = "job"), Description(IdText)] string id, LongJobs jobs, IHostApplicationLifetime lifetime)
    {
        LongJob job = jobs.Find<StyleTransferWork>(id);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.ServerSentEvents(JobEvents.Follow(
            job, withPicture => StyleTransferDescription.Event(job, withPicture), lifetime.ApplicationStopping, context.RequestAborted));
    }

    private static Ok<StyleTransferResponse> Answer(HttpContext context, LongJob job)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(StyleTransferDescription.Of(context.Request.PathBase, job));
    }
}
