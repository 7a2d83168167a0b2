using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Api.V2.Contracts;
using Fovea.Api.V2.OpenApi;
using Fovea.Models.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.V2.Endpoints;

/// <summary><c>POST /v2/repository</c>: what there is, and loading and unloading it.</summary>
internal static class V2RepositoryEndpoints
{
    public static void MapV2Repository(this IEndpointRouteBuilder app)
    {
        app.MapPost($"{V2Paths.Root}/repository/index", IndexAsync)
            .Produces<IReadOnlyList<RepositoryIndexEntry>>()
            .AddOpenApiOperationTransformer(V2RepositoryDocs.DescribeIndex);
        app.MapPost($"{V2Paths.Root}/repository/models/{{model}}/load", LoadAsync)
            .Produces<Nothing>()
            .AddOpenApiOperationTransformer(V2RepositoryDocs.DescribeLoad);
        app.MapPost($"{V2Paths.Root}/repository/models/{{model}}/unload", UnloadAsync)
            .Produces<Nothing>()
            .AddOpenApiOperationTransformer(V2RepositoryDocs.DescribeUnload);
    }

    private static async Task<JsonHttpResult<IReadOnlyList<RepositoryIndexEntry>>> IndexAsync(HttpContext context, ModelRepository repository, ServerOptions options)
    {
        RepositoryBody body = await RepositoryBody.ReadAsync(context.Request, options.Limits);
        return TypedResults.Json(RepositoryIndex.List(repository, body.Ready), V2Json.Answers.IReadOnlyListRepositoryIndexEntry);
    }

    [AdminPlane]
    private static async Task<JsonHttpResult<Nothing>> LoadAsync(HttpContext context, string model, ModelRepository repository, ServerOptions options)
    {
        RepositoryIndex.CheckParameters((await RepositoryBody.ReadAsync(context.Request, options.Limits)).Parameters);
        await repository.LoadAsync(model, context.RequestAborted);
        return Done();
    }

    [AdminPlane]
    private static async Task<JsonHttpResult<Nothing>> UnloadAsync(HttpContext context, string model, ModelRepository repository, ServerOptions options)
    {
        RepositoryIndex.CheckParameters((await RepositoryBody.ReadAsync(context.Request, options.Limits)).Parameters);
        await repository.UnloadAsync(model, context.RequestAborted);
        return Done();
    }

    private static JsonHttpResult<Nothing> Done() => TypedResults.Json(new Nothing(), V2Json.Answers.Nothing);
}
