using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.OpenInference.Http.Contracts;

/// <summary>The answer of <c>GET /v2/models/{model}/ready</c>.</summary>
[Description("Whether a model answers.")]
internal sealed record ModelReady
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("ready")]
    public required bool Ready { get; init; }
}
