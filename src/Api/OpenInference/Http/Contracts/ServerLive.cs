using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.OpenInference.Http.Contracts;

/// <summary>The answer of <c>GET /v2/health/live</c>.</summary>
[Description("Whether the process answers.")]
internal sealed record ServerLive
{
    [JsonPropertyName("live")]
    public required bool Live { get; init; }
}
