using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>The model that an address names.</summary>
internal readonly record struct ModelRoute
{
    [FromRoute(Name = "model")]
    [Description("The name of the model.")]
    public required string Model { get; init; }
}
