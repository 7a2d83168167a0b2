using Fovea.Api.Options;

namespace Fovea.Api.Http;

/// <summary>Headers that keep browsers from guessing types, framing pages, leaking addresses, or running foreign scripts.</summary>
internal static class SecurityHeaders
{
    private const string ForData = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Swagger UI loads its own script and style files, sets inline styles, and shows pictures it received.</summary>
    private const string ForSwagger =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; " +
        "font-src 'self'; frame-ancestors 'none'";

    /// <summary>The page has no inline script or style, and shows pictures that it received.</summary>
    private const string ForPage =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'self'; " +
        "form-action 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        CorsOptions cors = app.ApplicationServices.GetRequiredService<ServerOptions>().Cors;
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                IHeaderDictionary headers = context.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Resource-Policy"] = IsForOthers(headers, cors) ? "cross-origin" : "same-origin";
                headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase)
                    ? ForSwagger
                    : context.Request.Path.Value == "/" ? ForPage : ForData;
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    /// <summary>
    /// Whether pages of other origins may load an answer. A browser does not say whose page a picture is for: where any origin is allowed,
    /// all pages may show pictures, which they cannot read.
    /// </summary>
    private static bool IsForOthers(IHeaderDictionary headers, CorsOptions cors) =>
        cors.AllowAny
        || headers.AccessControlAllowOrigin.Count > 0
        || (cors.List.Count > 0 && headers.ContentType.ToString().StartsWith("image/", StringComparison.OrdinalIgnoreCase));
}
