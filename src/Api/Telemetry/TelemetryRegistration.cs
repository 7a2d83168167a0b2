using Fovea.Api.Options;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Hosting.Telemetry;
using Fovea.Models.Scheduling;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Fovea.Api.Telemetry;

/// <summary>Metrics for Prometheus, and metrics and traces for an OTLP collector where one is named.</summary>
internal static class TelemetryRegistration
{
    private const string ServiceName = "fovea";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters =
        [ServingTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>Calls that an orchestrator makes every few seconds and nobody wants to see traced.</summary>
    private static readonly string[] Untraced = ["/livez", "/readyz", "/metrics"];

    public static IServiceCollection AddFoveaTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        bool otlp = !string.IsNullOrEmpty(configuration[OtlpEndpoint]);
        bool prometheus = configuration.GetValue("Telemetry:Prometheus", true);
        if (!otlp && !prometheus)
            return services;

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: typeof(TelemetryRegistration).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters);
                if (prometheus)
                    metrics.AddPrometheusExporter();
                if (otlp)
                    metrics.AddOtlpExporter();
            });
        if (otlp)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(ServingTelemetry.Name)
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !Untraced.Contains(context.Request.Path.Value))
                .AddOtlpExporter());
        }

        return services;
    }

    /// <summary>Maps <c>GET /metrics</c>, where it is switched on.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        // Instruments exist with the first scrape, not with the first request.
        app.Services.GetRequiredService<ServingTelemetry>();
        if (app.Services.GetRequiredService<ServerOptions>().Telemetry.Prometheus)
            app.MapPrometheusScrapingEndpoint();
    }

    /// <summary>The instruments, with those that look at the parts of the service.</summary>
    public static ServingTelemetry CreateInstruments(IServiceProvider services)
    {
        var telemetry = new ServingTelemetry();
        telemetry.Observe(
            services.GetRequiredService<InferenceEngine>(),
            services.GetRequiredService<ModelRepository>(),
            services.GetRequiredService<Scheduler>(),
            services.GetRequiredService<ImageStore>());
        return telemetry;
    }
}
