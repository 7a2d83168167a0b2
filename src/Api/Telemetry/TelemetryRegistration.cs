using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Inference;
using Fovea.Models.Images;
using Fovea.Models.Jobs;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;
using Fovea.Models.Telemetry;

namespace Fovea.Api.Telemetry;

/// <summary>The instruments, what collects them, and <c>GET /metrics</c>.</summary>
internal static class TelemetryRegistration
{
    public static IServiceCollection AddFoveaTelemetry(this IServiceCollection services)
    {
        services.AddSingleton(CreateInstruments);
        services.AddSingleton<TelemetryPipeline>();
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryPipeline>());
        return services;
    }

    /// <summary>Maps <c>GET /metrics</c>, where it is switched on.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        // Instruments exist with the first scrape, not with the first request.
        app.ServiceProvider.GetRequiredService<ServingTelemetry>();
        if (app.ServiceProvider.GetRequiredService<ServerOptions>().Telemetry.Prometheus)
            app.MapGet("/metrics", ScrapeAsync).WithCost(RequestCost.Light).AddOpenApiOperationTransformer(MetricsDocs.Describe);
    }

    private static Task ScrapeAsync(HttpContext context, TelemetryPipeline pipeline) => pipeline.ScrapeAsync(context);

    private static ServingTelemetry CreateInstruments(IServiceProvider services)
    {
        var telemetry = new ServingTelemetry();
        telemetry.Observe(
            services.GetRequiredService<InferenceEngine>(),
            services.GetRequiredService<ModelRepository>(),
            services.GetRequiredService<Scheduler>(),
            services.GetRequiredService<ImageStore>(),
            services.GetRequiredService<LongJobs>());
        return telemetry;
    }
}
