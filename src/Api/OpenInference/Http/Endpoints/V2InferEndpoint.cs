using Fovea.Api.Http;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Http.Inference;
using Fovea.Api.OpenInference.Http.OpenApi;
using Fovea.Api.Options;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;

namespace Fovea.Api.OpenInference.Http.Endpoints;

/// <summary><c>POST /v2/models/{model}/infer</c>: tensors, or images, in; tensors, or classes, out.</summary>
internal static class V2InferEndpoint
{
    public static void MapV2Infer(this IEndpointRouteBuilder app)
    {
        foreach (string pattern in V2ModelEndpoints.Both("/infer"))
            app.MapPost(pattern, InferAsync).AddOpenApiOperationTransformer(V2InferDocs.Describe);
    }

    private static async Task InferAsync(HttpContext context, ModelRepository repository, InferRunner runner, ServerOptions options)
    {
        using ModelLease lease = V2ModelEndpoints.Lease(context, repository);
        using InferBody body = await InferBody.ReadAsync(context.Request, options.Limits);
        using InferRequest request = body.Parse(lease.Model);
        var timings = new StageTimings();
        IReadOnlyList<OutputValue> outputs = await runner.RunAsync(lease.Model, request, timings, context.RequestAborted);
        ServerTiming.Write(context.Response, timings);
        await InferResponseWriter.WriteAsync(context, lease.Model, request.Id, outputs);
    }
}
