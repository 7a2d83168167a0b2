using Fovea.Api.Options;
using Microsoft.AspNetCore.HttpOverrides;

namespace Fovea.Api.Security;

/// <summary>
/// Takes a client's address and scheme, and the path below which it sees the service, from the headers of the proxies that
/// <c>Proxy:Trusted</c> names, hop by hop; of nobody else.
/// </summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this IApplicationBuilder app)
    {
        IReadOnlyList<string> trusted = app.ApplicationServices.GetRequiredService<ServerOptions>().Proxy.List;
        if (trusted.Count == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (string entry in trusted)
        {
            if (ProxyOptions.TryParse(entry, out System.Net.IPNetwork network))
                options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }
}
