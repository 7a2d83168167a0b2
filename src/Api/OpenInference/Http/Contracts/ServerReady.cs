using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.OpenInference.Http.Contracts;

/// <summary>The answer of <c>GET /v2/health/ready</c>.</summary>
[Description("Whether requests are accepted.")]
internal sealed record ServerReady
{
    [JsonPropertyName("ready")]
    public required bool Ready { get; init; }
}
