using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Fovea.Api.Errors;
using Fovea.Models.Images;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>An image that was predicted a moment ago.</summary>
internal readonly record struct KeptImageQuery
{
    [FromQuery(Name = "image")]
    [Required]
    [Description("The id of the image, from an answer of POST /predict.")]
    public string? Image { get; init; }

    /// <summary>The image. The caller disposes it.</summary>
    /// <exception cref="ApiException">No id is given.</exception>
    /// <exception cref="Fovea.Models.Errors.ServingException">No image with this id is kept.</exception>
    public RequestImage Find(ImageStore store) => RequestImage.Kept(Image, store);
}
