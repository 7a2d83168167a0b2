using Fovea.Api.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>GET /metrics</c>.</summary>
internal static class MetricsDocs
{
    private const string Example = """
        # TYPE fovea_models gauge
        # HELP fovea_models Models by state.
        fovea_models{state="ready"} 1 1790000000000

        """;

    public static Task Describe(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "metrics", "health", "Metrics for Prometheus",
                "Counters, gauges and histograms of the service, its models and the runtime, in Prometheus' text format; in OpenMetrics' " +
                "where Accept asks for it. Telemetry:Prometheus=false switches it off.")
            .TextAnswer("The metrics.", Example)
            .ErrorsAsync(cancellationToken, [ErrorCodes.InternalError]);
}
