using Fovea.Api.Errors;
using Fovea.Api.Options;
using Microsoft.AspNetCore.Http.Features;

namespace Fovea.Api.Security;

/// <summary>Finds out who calls, and lets requests through to the planes that their keys open.</summary>
internal static class AccessControl
{
    private const string Challenge = "Bearer realm=\"fovea\"";

    /// <summary>Reads the key of each request; what follows in the pipeline knows the <see cref="Client"/>.</summary>
    public static void UseClients(this IApplicationBuilder app)
    {
        ApiKeys keys = app.ApplicationServices.GetRequiredService<ApiKeys>();
        app.Use((context, next) =>
        {
            context.Features.Set(Client.Of(context, keys));
            return next(context);
        });
    }

    /// <summary>
    /// Refuses what a client's key does not open. Comes behind <see cref="UseClients"/>, and behind the rate limit, so that guessing is
    /// limited too.
    /// </summary>
    public static void UseAccessControl(this IApplicationBuilder app)
    {
        ApiKeys keys = app.ApplicationServices.GetRequiredService<ApiKeys>();
        bool openMetrics = app.ApplicationServices.GetRequiredService<ServerOptions>().Security.OpenMetrics;
        app.Use((context, next) =>
        {
            KeyKind key = context.Features.GetRequiredFeature<Client>().Key;
            ErrorAnswer? refusal = Planes.Of(context) switch
            {
                Plane.Admin => Admin(keys, key),
                Plane.Metrics when !openMetrics => Data(keys, key),
                Plane.Data => Data(keys, key),
                _ => null,
            };
            return refusal is null ? next(context) : RefuseAsync(context, refusal, key);
        });
    }

    private static ErrorAnswer? Admin(ApiKeys keys, KeyKind key) => key switch
    {
        _ when !keys.HasAdmin => new(ErrorCodes.AdminDisabled,
            "Administration is switched off here. To switch it on, start the server with the setting Security:AdminKey or " +
            "Security:AdminKeyFile."),
        KeyKind.Admin => null,
        KeyKind.Data =>
            new(ErrorCodes.Forbidden, "This key opens the data plane only; administration requires a key of Security:AdminKey."),
        _ => Unauthorized(key, "an admin key (Security:AdminKey)"),
    };

    private static ErrorAnswer? Data(ApiKeys keys, KeyKind key) =>
        !keys.GuardData || key is KeyKind.Data or KeyKind.Admin ? null : Unauthorized(key, "a key (Security:ApiKey)");

    private static ErrorAnswer Unauthorized(KeyKind key, string wanted) => new(ErrorCodes.Unauthorized,
        $"{(key == KeyKind.None ? "The request has no key" : "The key of the request is not known")}; this server requires {wanted}. " +
        $"Send it as '{Client.KeyHeader}: KEY' or 'Authorization: Bearer KEY'.");

    private static Task RefuseAsync(HttpContext context, ErrorAnswer refusal, KeyKind key)
    {
        if (refusal.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = key == KeyKind.None ? Challenge : $"{Challenge}, error=\"invalid_token\"";
        return ErrorWriter.WriteAsync(context, refusal);
    }
}
