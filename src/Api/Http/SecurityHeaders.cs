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

    /// <summary>
    /// Pages of other origins may show pictures where <c>Cors:Origins</c> names any. A browser does not say whose page a picture is for, so
    /// this holds for all pages: what they show they cannot read. Everything else they read by CORS, if at all.
    /// </summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        bool sharesPictures = app.ApplicationServices.GetRequiredService<ServerOptions>().Cors.List.Count > 0;
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                IHeaderDictionary headers = context.Response.Headers;
                bool swagger = context.Request.Path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase);
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Resource-Policy"] = sharesPictures && !swagger && IsPicture(headers) ? "cross-origin" : "same-origin";
                headers.ContentSecurityPolicy = swagger ? ForSwagger : ForData;
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static bool IsPicture(IHeaderDictionary headers) =>
        headers.ContentType.ToString().StartsWith("image/", StringComparison.OrdinalIgnoreCase);
}
