using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.OpenInference.Core.Contracts;

/// <summary>The answer of <c>GET /v2</c>.</summary>
[Description("The server.")]
internal sealed record ServerMetadata
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("version")]
    public required string Version { get; init; }

    [Description("The extensions of the protocol that the server has.")]
    [JsonPropertyName("extensions")]
    public required IReadOnlyList<string> Extensions { get; init; }
}
