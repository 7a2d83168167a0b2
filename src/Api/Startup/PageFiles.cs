using System.Text;
using Fovea.Api.Http;
using Fovea.Api.Options;
using Fovea.Api.Security;

namespace Fovea.Api.Startup;

/// <summary>The page at <c>/</c> and its files below <c>/page</c>.</summary>
internal static class PageFiles
{
    /// <summary>Below it lie the page's files, as resources and as addresses.</summary>
    public const string Folder = "page";

    private const string Document = "index.html";
    private const string Base = "<base href=\"/\">";

    private static readonly string[] Scripts =
    [
        "address", "answers", "api", "cell", "cells", "channel", "colours", "compare", "curves", "difference", "dom",
        "events", "filters", "framing", "jobs", "kinds", "layer", "main", "maps", "masks", "models", "moves", "network", "notices",
        "npy", "npz", "numbers", "objects", "patch", "predict", "progress", "scales", "scrolling", "seen", "session", "sketch",
        "source", "style", "thumbnails", "verdict", "view", "weights", "why",
    ];

    private static readonly string[] Styles = ["compare", "controls", "layer", "network", "page", "parts", "style", "value"];

    /// <summary>Every file with its type; the document is not among them, it has the path of the caller in it.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>(
        [
            .. Scripts.Select(name => KeyValuePair.Create($"{name}.js", "text/javascript; charset=utf-8")),
            .. Styles.Select(name => KeyValuePair.Create($"{name}.css", "text/css; charset=utf-8")),
            new("icon.svg", "image/svg+xml"),
            .. Enumerable.Range(0, 10).Select(digit => KeyValuePair.Create($"samples/digit-{digit}.png", "image/png")),
            new("samples/photo-2.jpg", "image/jpeg"),
            new("samples/photo-7.jpg", "image/jpeg"),
        ], StringComparer.Ordinal);

    /// <summary>Whether there is a page: it shows nothing where networks cannot be looked into.</summary>
    public static bool HasPage(this ServerOptions options) => options.Page.Enabled && options.FeatureMaps.Enabled;

    /// <summary>The page, where there is one; else <c>/</c> leads to the documentation.</summary>
    public static void MapPage(this IEndpointRouteBuilder app)
    {
        IEndpointConventionBuilder root;
        if (app.ServiceProvider.GetRequiredService<ServerOptions>().HasPage())
        {
            foreach ((string name, string mediaType) in Files)
                app.MapFile($"/{Folder}/{name}", $"{Folder}/{name}", mediaType);
            PrefixedText document = ReadDocument();
            root = app.MapGet(
                "/", (HttpContext context) => document.WriteAsync(context, "text/html; charset=utf-8", context.Request.PathBase));
        }
        else
        {
            root = app.MapGet("/", (HttpRequest request) => TypedResults.Redirect($"{request.PathBase}/{SwaggerPage.Route}"));
        }

        root.WithMetadata(new OpenPlaneAttribute()).WithCost(RequestCost.Light).ExcludeFromDescription();
    }

    /// <summary>Addresses in the document are relative to its base, which is the path below which the caller sees the service.</summary>
    private static PrefixedText ReadDocument()
    {
        string text = Encoding.UTF8.GetString(EmbeddedFile.Read($"{Folder}/{Document}"));
        return PrefixedText.Of(Encoding.UTF8.GetBytes(
            text.Replace(Base, $"<base href=\"{PrefixedText.Placeholder}/\">", StringComparison.Ordinal)));
    }
}
