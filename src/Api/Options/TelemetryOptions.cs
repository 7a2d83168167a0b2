using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>Telemetry</c>: metrics for operators. OTLP follows OpenTelemetry's own variables.</summary>
public sealed record TelemetryOptions
{
    /// <summary>Whether <c>GET /metrics</c> answers. Default true.</summary>
    public bool Prometheus { get; set; } = true;

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<TelemetryOptions>> Settings { get; } =
    [
        Setting<TelemetryOptions>.Of(nameof(Prometheus), new SwitchForm(), (options, value) => options.Prometheus = value),
    ];
}
