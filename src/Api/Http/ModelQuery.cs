using System.ComponentModel;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>The model that a request asks for.</summary>
internal readonly record struct ModelQuery
{
    [FromQuery(Name = "model")]
    [Description("The name of the model. Without it, the default model answers; GET /models names it.")]
    public string? Model { get; init; }

    [FromQuery(Name = "version")]
    [Description(VersionQuery.Description)]
    public string? Version { get; init; }

    /// <summary>The model, or the default one; it must be ready. The caller disposes the lease.</summary>
    /// <exception cref="ServingException">There is none, or it is not ready.</exception>
    public ModelLease Lease(ModelRepository repository) => repository.Lease(Model, Version);
}
