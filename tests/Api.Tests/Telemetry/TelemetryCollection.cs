namespace Fovea.Api.Tests.Telemetry;

/// <summary>
/// Tests of metrics run beside no others: a meter is found by its name, so that services in one process hear each other, and lose what one
/// of them ends.
/// </summary>
[CollectionDefinition(nameof(TelemetryCollection), DisableParallelization = true)]
public sealed class TelemetryCollection;
