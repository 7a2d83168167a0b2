using Fovea.Api.Options;

namespace Fovea.Api.Security;

/// <summary>
/// The path below which callers see the service, for the links in answers: what a trusted proxy says (<c>X-Forwarded-Prefix</c>), or
/// <c>Proxy:PathBase</c>. Requests may come with the configured path, or without it, where a proxy took it off or a probe asks directly.
/// </summary>
internal static class PathPrefix
{
    /// <summary>Stands behind <see cref="TrustedProxies"/>, and before routing.</summary>
    public static void UsePathPrefix(this IApplicationBuilder app)
    {
        ProxyOptions proxy = app.ApplicationServices.GetRequiredService<ServerOptions>().Proxy;
        PathString configured = string.IsNullOrEmpty(proxy.PathBase) ? PathString.Empty : new PathString(proxy.PathBase);
        if (!configured.HasValue && proxy.List.Count == 0)
            return;
        app.Use((context, next) =>
        {
            Apply(context.Request, configured);
            return next(context);
        });
    }

    /// <summary>The path stays as it is afterwards, so that errors and headers that are written last know it too.</summary>
    private static void Apply(HttpRequest request, PathString configured)
    {
        PathString forwarded = Checked(request.PathBase);
        PathString rest = default;
        bool below = configured.HasValue && request.Path.StartsWithSegments(configured, out rest);
        if (below)
            request.Path = rest.HasValue ? rest : "/";
        if (!forwarded.HasValue)
            request.PathBase = configured;
        else
            request.PathBase = below && forwarded != configured ? forwarded.Add(configured) : forwarded;
    }

    /// <summary>Proxies may pass on what a caller sent: anything but a plain path is ignored.</summary>
    private static PathString Checked(PathString forwarded)
    {
        string path = (forwarded.Value ?? string.Empty).TrimEnd('/');
        return ProxyOptions.IsPath(path) ? new PathString(path) : PathString.Empty;
    }
}
