using Fovea.Api.Http;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Api.OpenInference.Http.Inference;
using Fovea.Api.OpenInference.Http.OpenApi;
using Fovea.Api.Security;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;

namespace Fovea.Api.OpenInference.Http.Endpoints;

/// <summary><c>POST /v2/models/{model}/infer</c>: tensors, or images, in; tensors, or classes, out.</summary>
internal static class V2InferEndpoint
{
    public static void MapV2Infer(this IEndpointRouteBuilder app)
    {
        app.MapPost($"{V2Paths.Model}/infer", LatestAsync).WithCost(RequestCost.Full)
            .AddOpenApiOperationTransformer(V2InferDocs.Describe);
        app.MapPost($"{V2Paths.Version}/infer", VersionAsync).WithCost(RequestCost.Full)
            .AddOpenApiOperationTransformer(V2InferDocs.Describe);
    }

    private static Task LatestAsync(
        HttpContext context, [AsParameters] ModelRoute route, ModelRepository repository, InferRunner runner, UploadBudget budget) =>
        InferAsync(context, new SignatureLease(repository, route.Model, null), runner, budget);

    private static Task VersionAsync(
        HttpContext context, [AsParameters] ModelVersionRoute route, ModelRepository repository, InferRunner runner,
        UploadBudget budget) =>
        InferAsync(context, new SignatureLease(repository, route.Model, route.Version), runner, budget);

    private static async Task InferAsync(HttpContext context, SignatureLease leased, InferRunner runner, UploadBudget budget)
    {
        using SignatureLease lease = leased;
        StageTimings timings = runner.StartTimings();
        using InferBody body = await InferBody.ReadAsync(context.Request, budget);
        using InferRequest request = await body.ParseAsync(lease.Signature, context.RequestAborted);
        using InferResponse response = await runner.RunAsync(
            lease.Signature, request, outputs => InferResponseWriter.Make(lease.Signature, request.Id, outputs), timings,
            context.RequestAborted);
        ServerTiming.Write(context.Response, timings);
        await response.WriteAsync(context, budget.Limits);
    }
}
