using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.OpenInference.Core.Contracts;

/// <summary>One entry of the answer of <c>POST /v2/repository/index</c>.</summary>
[Description("One version of a model in the repository.")]
internal sealed record RepositoryIndexEntry
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("version")]
    public required string Version { get; init; }

    [Description("READY, LOADING or UNAVAILABLE.")]
    [JsonPropertyName("state")]
    public required string State { get; init; }

    [Description("Why it is unavailable; else empty.")]
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }
}
