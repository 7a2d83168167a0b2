using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Models.Arrays;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>POST /models/{model}/diff</c>: where two runs of a network part.</summary>
internal static class DiffEndpoints
{
    private const string Expected =
        "expected one image, as a file or as ?image=, and one of: a dump (.npz or .npy) as a file, ?other= or ?otherVersion=, ?otherImage=";

    public static void MapDiff(this IEndpointRouteBuilder app) =>
        app.MapPost("/models/{model}/diff", DiffAsync).WithCost(RequestCost.Full).AddOpenApiOperationTransformer(DiffDocs.Describe);

    private static async Task<Ok<DiffResponse>> DiffAsync(
        HttpContext context, [AsParameters] ModelRoute route, [AsParameters] VersionQuery version, [AsParameters] DiffQuery query,
        ModelRepository repository, ModelServer server, ImageStore store, UploadReader reader, ServerOptions options)
    {
        double tolerance = query.ReadTolerance();
        using ModelLease lease = repository.Lease(route.Model, version.Version);
        lease.Model.RequireImage();
        StageTimings timings = server.StartTimings();
        using Uploads uploads = await reader.ReadWithArraysAsync(context.Request);
        using RequestImage? kept = query.Image is { } id ? RequestImage.Kept(id, store) : null;
        ImageUpload image = (uploads.Images, kept) switch
        {
            ([var sent], null) => sent,
            ([], { } one) => await one.ReadAsync(),
            var (sent, one) => throw new ApiException(
                ErrorCodes.InvalidBody, $"The request has {sent.Count + (one is null ? 0 : 1)} images; {Expected}."),
        };
        var diff = new LayerDiff(lease.Model, image, server, timings, context.RequestAborted);
        DiffResponse answer = await CompareAsync(diff, query, uploads, repository, store, tolerance);
        ComputedAnswer.Announce(context, options.Limits, timings);
        return TypedResults.Ok(answer);
    }

    private static async Task<DiffResponse> CompareAsync(
        LayerDiff diff, DiffQuery query, Uploads uploads, ModelRepository repository, ImageStore store, double tolerance)
    {
        bool otherModel = query.Other is not null || query.OtherVersion is not null;
        int given = uploads.Arrays.Count + (otherModel ? 1 : 0) + (query.OtherImage is null ? 0 : 1);
        if (given != 1)
            throw new ApiException(ErrorCodes.InvalidBody, $"The request names {given} things to compare with; {Expected}.");
        if (uploads.Arrays is [var dump])
        {
            string name = dump.Name ?? "dump";
            using ArrayFile arrays = Open(dump, name);
            return await diff.WithArraysAsync(arrays, name, tolerance);
        }

        if (!otherModel)
        {
            using RequestImage other = RequestImage.Kept(query.OtherImage, store);
            return await diff.WithImageAsync(await other.ReadAsync(), other.Id!, tolerance);
        }

        using ModelLease lease = repository.Lease(query.Other ?? diff.Model.Name, query.OtherVersion);
        lease.Model.RequireImage();
        return await diff.WithModelAsync(lease.Model, tolerance);
    }

    private static ArrayFile Open(ArrayUpload dump, string name)
    {
        try
        {
            return ArrayFile.Open(dump.Bytes, name);
        }
        catch (ArrayFileException e)
        {
            throw new ApiException(ErrorCodes.InvalidBody, e.Message, e) { File = dump.Name };
        }
    }
}
