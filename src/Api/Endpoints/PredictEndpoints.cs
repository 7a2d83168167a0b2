using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Models.Hosting;

namespace Fovea.Api.Endpoints;

/// <summary><c>POST /predict</c>: images in, labels out.</summary>
internal static class PredictEndpoints
{
    public const int DefaultTop = 5;

    public static void MapPredict(this IEndpointRouteBuilder app) =>
        app.MapPost("/predict", PredictAsync)
            .Produces<PredictResponse>()
            .AddOpenApiOperationTransformer(PredictDocs.Describe);

    private static async Task<IResult> PredictAsync(HttpContext context, ModelRepository repository, ModelServer server, UploadReader reader)
    {
        int top = QueryReader.Integer(context.Request, "top", 1, int.MaxValue) ?? DefaultTop;
        using ModelLease lease = ModelSelection.Lease(context.Request, repository);
        HostedModel model = lease.Model;
        model.RequireClassifier();
        var timings = new StageTimings();
        using Uploads uploads = await reader.ReadAsync(context.Request);
        IReadOnlyList<ImageResult> results = await server.ClassifyAsync(model, uploads.Images, top, timings, context.RequestAborted);

        ServerTiming.Write(context.Response, timings);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            new PredictResponse { Model = model.Name, Version = model.Version, Results = [.. results.Select(Describe)] },
            ApiJson.Answers.PredictResponse);
    }

    private static PredictResult Describe(ImageResult result) => new()
    {
        Id = result.Id,
        Name = result.Name,
        Predictions = [.. result.Predictions.Select(p => new PredictedLabel { Label = p.Label, Index = p.Index, Probability = p.Probability })],
    };
}
