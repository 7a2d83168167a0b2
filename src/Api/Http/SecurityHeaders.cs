namespace Fovea.Api.Http;

/// <summary>Headers that keep browsers from guessing types, framing pages, leaking addresses, or running foreign scripts.</summary>
internal static class SecurityHeaders
{
    private const string ForData = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Swagger UI loads its own script and style files, sets inline styles, and shows pictures it received.</summary>
    private const string ForSwagger =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; " +
        "font-src 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            IHeaderDictionary headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase)
                ? ForSwagger
                : ForData;
            return Task.CompletedTask;
        });
        return next(context);
    });
}
