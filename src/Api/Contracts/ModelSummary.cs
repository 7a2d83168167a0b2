using System.ComponentModel;
using System.Text.Json.Serialization;
using Fovea.Models.Repository;

namespace Fovea.Api.Contracts;

/// <summary>One version of a model in the list.</summary>
[Description("One version of a model.")]
public sealed record ModelSummary
{
    [Description("The name to give as ?model=.")]
    public required string Name { get; init; }

    [Description("The version to give as ?version=; without it, the highest that is ready answers.")]
    public required string Version { get; init; }

    [Description("Whether it answers.")]
    [JsonConverter(typeof(CamelCaseEnumConverter<ModelState>))]
    public required ModelState State { get; init; }

    [Description("Why it failed, or why its newest files are not the ones that answer; absent otherwise.")]
    public string? Reason { get; init; }

    [Description("Whether it ships with Fovea.")]
    public required bool Bundled { get; init; }

    [Description("What it does with an image; absent until it is ready.")]
    public string? Task { get; init; }

    [Description("Where its description is.")]
    public required string Href { get; init; }
}
