using Fovea.Api.Http;
using Fovea.Api.OpenInference.Core;
using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Http.OpenApi;
using Fovea.Api.Security;
using Fovea.Models.Repository;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.OpenInference.Http.Endpoints;

/// <summary><c>POST /v2/repository</c>: what there is, and loading and unloading it.</summary>
internal static class V2RepositoryEndpoints
{
    public static void MapV2Repository(this IEndpointRouteBuilder app)
    {
        app.MapPost($"{V2Paths.Root}/repository/index", IndexAsync)
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2RepositoryDocs.DescribeIndex);
        app.MapPost($"{V2Paths.Root}/repository/models/{{model}}/load", LoadAsync)
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2RepositoryDocs.DescribeLoad);
        app.MapPost($"{V2Paths.Root}/repository/models/{{model}}/unload", UnloadAsync)
            .WithCost(RequestCost.Full).AddOpenApiOperationTransformer(V2RepositoryDocs.DescribeUnload);
    }

    private static async Task<Ok<RepositoryIndexEntry[]>> IndexAsync(HttpContext context, ModelRepository repository, UploadBudget budget)
    {
        RepositoryBody body = await RepositoryBody.ReadAsync(context.Request, budget);
        return TypedResults.Ok<RepositoryIndexEntry[]>([.. RepositoryIndex.List(repository, body.Ready)]);
    }

    [AdminPlane]
    private static async Task<Ok<RepositoryIndexEntry[]>> LoadAsync(
        HttpContext context, [AsParameters] ModelRoute route, ModelRepository repository, UploadBudget budget)
    {
        RepositoryIndex.CheckName(route.Model);
        RepositoryIndex.CheckParameters((await RepositoryBody.ReadAsync(context.Request, budget)).Parameters);
        await repository.LoadAsync(route.Model, context.RequestAborted);
        return Index(repository, route.Model);
    }

    [AdminPlane]
    private static async Task<Ok<RepositoryIndexEntry[]>> UnloadAsync(
        HttpContext context, [AsParameters] ModelRoute route, ModelRepository repository, UploadBudget budget)
    {
        RepositoryIndex.CheckName(route.Model);
        RepositoryIndex.CheckParameters((await RepositoryBody.ReadAsync(context.Request, budget)).Parameters);
        await repository.UnloadAsync(route.Model, context.RequestAborted);
        return Index(repository, route.Model);
    }

    /// <summary>The versions of one model as they are now; the protocol leaves the body of the answer open.</summary>
    private static Ok<RepositoryIndexEntry[]> Index(ModelRepository repository, string model) => TypedResults.Ok<RepositoryIndexEntry[]>(
        [.. RepositoryIndex.List(repository, readyOnly: false).Where(entry => entry.Name == model)]);
}
