using Microsoft.AspNetCore.Http.Features;

namespace Fovea.Api.Http;

/// <summary>
/// Layer names in addresses. A name may contain slashes; it is written as one percent-encoded segment, and raw slashes are
/// understood too. The server leaves <c>%2F</c> in a path as it is, so the name is decoded once, from the address as it was sent.
/// </summary>
internal static class LayerPath
{
    private const string Maps = "/featuremaps/";

    private const string Weights = "/weights/";

    private const string Models = "/models/";

    private const string Field = "/receptivefield/";

    /// <summary>
    /// The layer that a request to <c>/featuremaps/{layer}</c> names; <paramref name="routed"/> is what the router makes of it.
    /// </summary>
    public static string Read(HttpContext context, string routed) => Read(context, routed, Maps);

    /// <summary>The layer that a request to <c>/weights/{layer}</c> names.</summary>
    public static string ReadWeights(HttpContext context, string routed) => Read(context, routed, Weights);

    /// <summary>The layer that a request to <c>/models/{model}/receptivefield/{layer}</c> names.</summary>
    public static string ReadField(HttpContext context, string routed) =>
        Read(context, routed, Field, Models.Length);

    /// <summary>The address of a layer's feature map.</summary>
    public static string Href(PathString pathBase, string layer, string model, string? version) =>
        Href(pathBase, Maps, layer, model, version);

    /// <summary>The address of a layer's weights.</summary>
    public static string WeightsHref(PathString pathBase, string layer, string model, string? version) =>
        Href(pathBase, Weights, layer, model, version);

    private static string Read(HttpContext context, string routed, string prefix, int skipped = 0)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        int query = target.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? target : target[..query];
        int from = Math.Min(path.Length, BaseLength(context.Request.PathBase, path) + skipped);
        int start = path.IndexOf(prefix, from, StringComparison.OrdinalIgnoreCase);
        return start < 0
            ? routed
            : Uri.UnescapeDataString(path[(start + prefix.Length)..]);
    }

    /// <summary>How much of an address stands before the service's own part of it, where the proxy in front did not take it off.</summary>
    private static int BaseLength(PathString pathBase, string path) =>
        path.StartsWith(pathBase.ToUriComponent(), StringComparison.OrdinalIgnoreCase) ? pathBase.ToUriComponent().Length : 0;

    private static string Href(PathString pathBase, string prefix, string layer, string model, string? version)
    {
        string address = $"{pathBase}{prefix}{Uri.EscapeDataString(layer)}?model={Uri.EscapeDataString(model)}";
        return version is null ? address : $"{address}&version={Uri.EscapeDataString(version)}";
    }
}
