using System.ComponentModel;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>The model that is asked about an image that was predicted a moment ago.</summary>
internal readonly record struct KeptModelQuery
{
    [FromQuery(Name = "model")]
    [Description("The name of the model. Without it, the model that predicted the image answers.")]
    public string? Model { get; init; }

    [FromQuery(Name = "version")]
    [Description(VersionQuery.Description)]
    public string? Version { get; init; }

    /// <summary>The model asked for, or the one that predicted the image; it must be ready. The caller disposes the lease.</summary>
    /// <exception cref="ServingException">There is none, or it is not ready.</exception>
    public ModelLease Lease(ModelRepository repository, RequestImage image) => Model is null && image.Stored is { } stored
        ? repository.Lease(stored.Model, Version ?? stored.Version)
        : repository.Lease(Model, Version);
}
