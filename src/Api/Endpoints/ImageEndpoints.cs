using System.ComponentModel;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Imaging.Decoding;
using Fovea.Models.Images;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Endpoints;

/// <summary><c>GET /images/{image}</c>: a picture that was predicted a moment ago.</summary>
internal static class ImageEndpoints
{
    private const string Unknown = "application/octet-stream";

    public static void MapImages(this IEndpointRouteBuilder app) =>
        app.MapGet("/images/{image}", ImageOf).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(ImageDocs.Describe);

    private static FileContentHttpResult ImageOf(
        HttpContext context,
        [FromRoute(Name = "image"), Description("The id of the image, from an answer of POST /predict.")] string image,
        ImageStore store, ServerOptions options)
    {
        using StoredImage stored = store.Get(image);
        FileContentHttpResult answer = TypedResults.File(stored.Bytes.ToArray(), ImageMediaType.Of(stored.Bytes.Span) ?? Unknown);
        ComputedAnswer.Announce(context, options.Limits);
        return answer;
    }
}
