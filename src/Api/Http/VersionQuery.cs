using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>The version of a model that the address names.</summary>
internal readonly record struct VersionQuery
{
    public const string Description = "The version of the model. Without it, the highest that is ready answers.";

    [FromQuery(Name = "version")]
    [Description(Description)]
    public string? Version { get; init; }
}
