using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>POST /predict</c>: images in, what the model's task makes of them out.</summary>
internal static class PredictEndpoints
{
    public static void MapPredict(this IEndpointRouteBuilder app) =>
        app.MapPost("/predict", PredictAsync).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(PredictDocs.Describe);

    private static async Task<Results<Ok<PredictResponse>, FileContentHttpResult>> PredictAsync(
        HttpContext context,
        [AsParameters] ModelQuery selection,
        [AsParameters] AnswerFormatQuery format,
        TaskQuery query,
        TaskTable tasks,
        ModelRepository repository,
        ModelServer server,
        UploadReader reader,
        ServerOptions options)
    {
        AnswerFormatQuery.Check(context.Request, tasks);
        using ModelLease lease = selection.Lease(repository);
        HostedModel model = lease.Model;
        TaskModel task = model.RequireTask();
        AnswerForm? form = format.Choose(context.Request, task);
        StageTimings timings = server.StartTimings();
        using Uploads uploads = await reader.ReadAsync(context.Request);
        try
        {
            if (form is not null)
                return await EncodeAsync(context, model, form, uploads.Images, query.Arguments, server, options, timings);
            IReadOnlyList<ImageAnswer> answers = await server.PredictAsync(
                model, uploads.Images, query.Arguments, timings, context.RequestAborted);
            ServerTiming.Write(context.Response, timings);
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.Vary = "Accept";
            return TypedResults.Ok(PredictAnswer.Of(model.Name, model.Version, task.Task, answers));
        }
        catch (ServingException error) when (error.Error == ServingError.DeadlineExceeded && uploads.Images.Count == 1)
        {
            throw PredictJobEndpoints.Advise(error, context.Request.PathBase);
        }
    }

    private static async Task<FileContentHttpResult> EncodeAsync(
        HttpContext context, HostedModel model, AnswerForm form, IReadOnlyList<ImageUpload> images, TaskArguments arguments,
        ModelServer server, ServerOptions options, StageTimings timings)
    {
        if (images is not [var image])
        {
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"{images.Count} images were sent, and an answer as {form.Name} is that of one. Send one image, or ask for json.");
        }

        byte[] encoded = await server.PredictAsync(
            model, image, form, arguments, options.FeatureMaps.MaxPixels, timings, context.RequestAborted);
        ComputedAnswer.Announce(context, options.Limits, timings, negotiated: true);
        string? file = form.MediaType == MediaTypes.Npy ? DownloadName.Npy(model.Name, model.RequireTask().Task.AnswerName) : null;
        return TypedResults.File(encoded, form.MediaType, file);
    }
}
