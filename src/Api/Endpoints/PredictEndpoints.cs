using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Security;
using Fovea.Models.Hosting;
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

    private static async Task<Ok<PredictResponse>> PredictAsync(
        HttpContext context,
        [AsParameters] ModelQuery selection,
        TaskQuery query,
        ModelRepository repository,
        ModelServer server,
        UploadReader reader)
    {
        using ModelLease lease = selection.Lease(repository);
        HostedModel model = lease.Model;
        ImageTask task = model.RequireTask().Task;
        StageTimings timings = server.StartTimings();
        using Uploads uploads = await reader.ReadAsync(context.Request);
        IReadOnlyList<ImageAnswer> answers = await server.PredictAsync(
            model, uploads.Images, query.Arguments, timings, context.RequestAborted);

        ServerTiming.Write(context.Response, timings);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new PredictResponse
        {
            Model = model.Name,
            Version = model.Version,
            Results =
            [
                .. answers.Select(answer => new PredictResult { Id = answer.Id, Name = answer.Name, Task = task, Answer = answer.Answer }),
            ],
        });
    }
}
