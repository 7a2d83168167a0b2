using Fovea.Api.Options;
using Fovea.Api.Server;
using Fovea.Models.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Fovea.Api.Telemetry;

/// <summary>
/// Collects metrics for Prometheus, and sends metrics and traces to an OTLP collector where one is named. It starts beside the loading of
/// the models, so that the first answer does not wait for it, or with the first scrape.
/// </summary>
internal sealed class TelemetryPipeline(IConfiguration configuration, IServiceProvider services, ServerOptions options) : BackgroundService
{
    private const string ServiceName = "fovea";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>A count that goes up and down: begun in the middle, it would be wrong for ever.</summary>
    private const string ActiveRequests = "http.server.active_requests";

    private static readonly string[] Meters = [ServingTelemetry.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime"];

    /// <summary>Calls that an orchestrator makes every few seconds and that are not worth a trace.</summary>
    private static readonly string[] Untraced = ["/livez", "/readyz", "/metrics"];

    private readonly Lock _lock = new();
    private MeterProvider? _metrics;
    private TracerProvider? _traces;
    private RequestDelegate? _scrape;
    private bool _disposed;

    private bool SendsOtlp => !string.IsNullOrEmpty(configuration[OtlpEndpoint]);

    /// <summary>Answers <c>GET /metrics</c>.</summary>
    public Task ScrapeAsync(HttpContext context)
    {
        Start();
        return _scrape!(context);
    }

    /// <summary>Sends what is left and ends.</summary>
    public override void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _metrics?.Dispose();
            _traces?.Dispose();
        }

        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        SendsOtlp || options.Telemetry.Prometheus ? Task.Run(StartBeside, stoppingToken) : Task.CompletedTask;

    private void StartBeside()
    {
        try
        {
            Start();
        }
        catch (ObjectDisposedException)
        {
            // The host has ended already: it could not listen.
        }
    }

    private void Start()
    {
        lock (_lock)
        {
            if (_metrics is not null || _disposed)
                return;
            _traces = SendsOtlp ? BuildTraces() : null;
            MeterProvider metrics = BuildMetrics();
            _scrape = new ApplicationBuilder(services)
                .UseOpenTelemetryPrometheusScrapingEndpoint(
                    metrics, _ => true, path: null, configureBranchedPipeline: null, optionsName: null)
                .Build();
            _metrics = metrics;
        }
    }

    private MeterProvider BuildMetrics()
    {
        ServingTelemetry own = services.GetRequiredService<ServingTelemetry>();
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(inner => inner.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddMeter(Meters)
            .AddView(
                instrument => instrument.Meter.Name == ServingTelemetry.Name && !own.Owns(instrument)
                    ? MetricStreamConfiguration.Drop
                    : null)
            .AddView(ActiveRequests, MetricStreamConfiguration.Drop)
            .AddPrometheusExporter();
        return (SendsOtlp ? builder.AddOtlpExporter() : builder).Build();
    }

    private TracerProvider BuildTraces() => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(own => own.AddSingleton(configuration))
        .ConfigureResource(Describe)
        .AddSource(ServingTelemetry.Name)
        .AddAspNetCoreInstrumentation(tracing => tracing.Filter = context => !Untraced.Contains(context.Request.Path.Value))
        .AddOtlpExporter()
        .Build();

    private static void Describe(ResourceBuilder resource) =>
        resource.AddService(ServiceName, serviceVersion: Product.Version);
}
