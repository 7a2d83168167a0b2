using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>/livez</c> and <c>/readyz</c>.</summary>
[Description("The state of the server.")]
public sealed record HealthStatus
{
    [Description("'alive' or 'ready'.")]
    public required string Status { get; init; }

    [Description("Models whose newest files could not be loaded, although the server is ready; absent where there are none.")]
    public IReadOnlyList<ModelFailure>? Failures { get; init; }
}
