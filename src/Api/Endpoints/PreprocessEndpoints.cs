using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Inputs;
using Fovea.Models.Preprocessing;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/models/{model}/preprocess</c>: what the network sees of an image.</summary>
internal static class PreprocessEndpoints
{
    private const string Pattern = "/models/{model}/preprocess";

    public static void MapPreprocess(this IEndpointRouteBuilder app)
    {
        app.MapPost(Pattern, ForUploadAsync).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(PreprocessDocs.DescribePost);
        app.MapGet(Pattern, ForStoredImageAsync).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(PreprocessDocs.DescribeGet);
    }

    private static async Task<Results<Ok<PreprocessResponse>, FileContentHttpResult>> ForUploadAsync(
        HttpContext context, [AsParameters] ModelRoute route, [AsParameters] VersionQuery version, [AsParameters] FormatQuery query,
        ModelRepository repository, ModelServer server, UploadReader reader, ServerOptions options)
    {
        MapFormat format = MapFormatNegotiator.Choose(context.Request, query.Format?.Value);
        using ModelLease lease = repository.Lease(route.Model, version.Version);
        using var image = RequestImage.Sent(context.Request, reader);
        return await AnswerAsync(context, lease.Model, image, format, server, options);
    }

    private static async Task<Results<Ok<PreprocessResponse>, FileContentHttpResult>> ForStoredImageAsync(
        HttpContext context, [AsParameters] ModelRoute route, [AsParameters] VersionQuery version, [AsParameters] KeptImageQuery kept,
        [AsParameters] FormatQuery query, ModelRepository repository, ModelServer server, ImageStore store, ServerOptions options)
    {
        MapFormat format = MapFormatNegotiator.Choose(context.Request, query.Format?.Value);
        using ModelLease lease = repository.Lease(route.Model, version.Version);
        using RequestImage image = kept.Find(store);
        return await AnswerAsync(context, lease.Model, image, format, server, options);
    }

    private static async Task<FileContentHttpResult> AnswerAsync(
        HttpContext context, HostedModel model, RequestImage image, MapFormat format, ModelServer server, ServerOptions options)
    {
        model.RequireImage();
        StageTimings timings = server.StartTimings();
        ImageUpload upload = await image.ReadAsync();
        FileContentHttpResult answer = await server.PreprocessAsync(
            model, upload, images => Answer(model, images, format), timings, context.RequestAborted);
        ComputedAnswer.Announce(context, options.Limits, timings, negotiated: true);
        return answer;
    }

    private static FileContentHttpResult Answer(HostedModel model, PreparedImages images, MapFormat format)
    {
        PreprocessingSpec spec = model.Inputs.Preprocessing!.Spec;
        return format switch
        {
            MapFormat.Png => TypedResults.File(InputPicture.Of(spec, images.Tensor).EncodePng(), MapFormatNegotiator.Png),
            MapFormat.Npy => TypedResults.File(
                NpyWriter.Write(spec.InputShape(1), InputPicture.FloatsOf(images.Tensor, spec.ElementCount)), MapFormatNegotiator.Npy,
                DownloadName.Npy(model.Name, model.Inputs.ImageName!)),
            _ => JsonAnswer.Of(Describe(model, spec, images.Mappings[0]), ApiJson.Answers.PreprocessResponse),
        };
    }

    private static PreprocessResponse Describe(HostedModel model, PreprocessingSpec spec, PixelMapping mapping) => new()
    {
        Model = model.Name,
        Version = model.Version,
        Width = spec.Width,
        Height = spec.Height,
        Original = SeenPart.Original(mapping),
        Crop = SeenPart.Crop(spec, mapping),
        Settings = ModelDescription.Preprocessing(model)!,
    };
}
