using Fovea.Api.Options;

namespace Fovea.Api.Security;

/// <summary>
/// Cross-origin calls from browsers: none, unless <c>Cors:Origins</c> names who may. Never with cookies: a key travels in a header.
/// </summary>
internal static class ForeignOrigins
{
    /// <summary>Headers of answers that scripts may read beside the harmless ones.</summary>
    private static readonly string[] Exposed =
        ["Retry-After", "Server-Timing", "WWW-Authenticate", "Content-Disposition", "Inference-Header-Content-Length"];

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <summary>Whether a browser asks if it may call.</summary>
    public static bool IsPreflight(HttpContext context) =>
        HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.Origin.Count > 0
        && context.Request.Headers.AccessControlRequestMethod.Count > 0;

    public static void UseForeignOrigins(this IApplicationBuilder app)
    {
        CorsOptions cors = app.ApplicationServices.GetRequiredService<ServerOptions>().Cors;
        if (cors.List.Count == 0)
            return;
        app.UseCors(policy =>
        {
            if (cors.AllowAny)
                policy.AllowAnyOrigin();
            else
                policy.WithOrigins([.. cors.List]);
            policy.AllowAnyHeader().WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post).WithExposedHeaders(Exposed)
                .SetPreflightMaxAge(Remembered);
        });
    }
}
