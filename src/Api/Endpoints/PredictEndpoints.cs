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
        [AsParameters] FormatQuery format,
        TaskQuery query,
        ModelRepository repository,
        ModelServer server,
        UploadReader reader,
        ServerOptions options)
    {
        bool isDrawn = MapFormatNegotiator.Choose(context.Request, format.Format?.Value, MapFormat.Json, MapFormat.Png) == MapFormat.Png;
        using ModelLease lease = selection.Lease(repository);
        HostedModel model = lease.Model;
        ImageTask task = model.RequireTask().Task;
        StageTimings timings = server.StartTimings();
        using Uploads uploads = await reader.ReadAsync(context.Request);
        try
        {
            if (isDrawn)
                return await DrawAsync(context, model, uploads.Images, query.Arguments, server, options, timings);
            IReadOnlyList<ImageAnswer> answers = await server.PredictAsync(
                model, uploads.Images, query.Arguments, timings, context.RequestAborted);
            ServerTiming.Write(context.Response, timings);
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.Vary = "Accept";
            return TypedResults.Ok(PredictAnswer.Of(model.Name, model.Version, task, answers));
        }
        catch (ServingException error) when (error.Error == ServingError.DeadlineExceeded && uploads.Images.Count == 1)
        {
            throw PredictJobEndpoints.Advise(error, context.Request.PathBase);
        }
    }

    private static async Task<FileContentHttpResult> DrawAsync(
        HttpContext context, HostedModel model, IReadOnlyList<ImageUpload> images, TaskArguments arguments, ModelServer server,
        ServerOptions options, StageTimings timings)
    {
        if (images is not [var image])
        {
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"{images.Count} images were sent, and the answer is to be drawn on one. Send one image, or ask for json.");
        }

        byte[] png = await server.PredictDrawnAsync(
            model, image, arguments, options.FeatureMaps.MaxPixels, timings, context.RequestAborted);
        ComputedAnswer.Announce(context, options.Limits, timings, negotiated: true);
        return TypedResults.File(png, MapFormatNegotiator.Png);
    }
}
