namespace Fovea.Api.Options;

/// <summary>Section <c>Telemetry</c>: metrics for operators. OTLP follows OpenTelemetry's own variables.</summary>
public sealed record TelemetryOptions
{
    /// <summary>Whether <c>GET /metrics</c> answers. Default true.</summary>
    public bool Prometheus { get; set; } = true;
}
