using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.OpenInference.Http.Endpoints;

/// <summary>The version of a model that an address names.</summary>
internal readonly record struct ModelVersionRoute
{
    [FromRoute(Name = "model")]
    [Description("The name of the model.")]
    public required string Model { get; init; }

    [FromRoute(Name = "version")]
    [Description("The version of the model.")]
    public required string Version { get; init; }
}
