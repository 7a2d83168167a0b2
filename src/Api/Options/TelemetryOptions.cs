namespace Fovea.Api.Options;

/// <summary>Section <c>Telemetry</c>: what operators are told. OTLP follows OpenTelemetry's own variables.</summary>
public sealed record TelemetryOptions
{
    /// <summary>Whether <c>GET /metrics</c> answers. Default true.</summary>
    public bool Prometheus { get; set; } = true;
}
