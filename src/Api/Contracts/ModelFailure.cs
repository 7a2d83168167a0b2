using System.ComponentModel;
using System.Text.Json.Serialization;
using Fovea.Models.Repository;

namespace Fovea.Api.Contracts;

/// <summary>A model whose newest files could not be loaded.</summary>
[Description("A model whose newest files could not be loaded.")]
public sealed record ModelFailure
{
    [Description("The name of the model.")]
    public required string Name { get; init; }

    [Description("The version.")]
    public required string Version { get; init; }

    [Description("'ready': the files before them still answer; 'failed': none do.")]
    [JsonConverter(typeof(CamelCaseEnumConverter<ModelState>))]
    public required ModelState State { get; init; }

    [Description("Why they could not be loaded.")]
    public required string Reason { get; init; }
}
