using Fovea.Api.Security;

namespace Fovea.Api.Startup;

/// <summary>Who may call and how often: its parts and their order.</summary>
internal static class SecurityPipeline
{
    public static void AddFoveaSecurity(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>();
        services.AddHostedService<KeyFileWatching>();
        services.AddClientLimits();
        services.AddCors();
    }

    /// <summary>Stands behind what writes errors, and before every endpoint.</summary>
    public static void UseFoveaSecurity(this IApplicationBuilder app)
    {
        app.UseTrustedProxies();
        app.UsePathPrefix();
        app.UseRouting();
        app.UseClients();
        // A preflight ends where it is answered. Other requests are counted behind that, so that pages can read what refuses them.
        app.UseClientLimits(ForeignOrigins.IsPreflight);
        app.UseForeignOrigins();
        app.UseClientLimits(context => !ForeignOrigins.IsPreflight(context));
        app.UseAccessControl();
    }
}
