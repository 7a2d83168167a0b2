using System.ComponentModel;
using Fovea.Api.Errors;
using Fovea.Models.Images;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>The image that a job is about: kept, or sent in the body.</summary>
internal readonly record struct SentOrKeptImageQuery
{
    [FromQuery(Name = "image")]
    [Description("The id of an image, from an answer of POST /predict, instead of a body.")]
    public string? Image { get; init; }

    /// <summary>The image. The caller disposes it.</summary>
    /// <exception cref="ApiException">The body has an image too.</exception>
    /// <exception cref="Fovea.Models.Errors.ServingException">No image with this id is kept.</exception>
    public RequestImage Find(HttpRequest request, UploadReader reader, ImageStore store)
    {
        if (Image is null)
            return RequestImage.Sent(request, reader);
        bool hasBody = request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        return !hasBody ? RequestImage.Kept(Image, store) : throw new ApiException(
            ErrorCodes.InvalidParameter,
            "The parameter 'image' names an image, and the request has a body; expected one image. Leave one of them out.");
    }
}
