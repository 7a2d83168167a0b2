using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Fovea.Api.Errors;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Repository;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>An image that was predicted a moment ago, and the model that is asked about it.</summary>
internal readonly record struct StoredImageQuery
{
    [FromQuery(Name = "image")]
    [Required]
    [Description("The id of the image, from an answer of POST /predict.")]
    public string? Image { get; init; }

    [FromQuery(Name = "model")]
    [Description("The name of the model. Without it, the model that predicted the image answers.")]
    public string? Model { get; init; }

    [FromQuery(Name = "version")]
    [Description(VersionQuery.Description)]
    public string? Version { get; init; }

    /// <summary>The image. The caller disposes it.</summary>
    /// <exception cref="ApiException">No id is given.</exception>
    /// <exception cref="ServingException">No image with this id is kept.</exception>
    public StoredImage Find(ImageStore store) => store.Get(Image ?? throw new ApiException(
        ErrorCodes.InvalidParameter,
        "The parameter 'image' is missing; expected an id from an answer of POST /predict. POST an image to this address to send it " +
        "along."));

    /// <summary>The model asked for, or the one that predicted the image; it must be ready. The caller disposes the lease.</summary>
    /// <exception cref="ServingException">There is none, or it is not ready.</exception>
    public ModelLease Lease(ModelRepository repository, StoredImage image) =>
        Model is null ? repository.Lease(image.Model, Version ?? image.Version) : repository.Lease(Model, Version);
}
