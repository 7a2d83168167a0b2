using System.Security.Cryptography;
using Fovea.Api.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.Startup;

/// <summary>Swagger UI at <c>/swagger</c>, with a script and a style of its own: errors fold, and small screens suffice.</summary>
internal static class SwaggerPage
{
    public const string Route = "swagger";
    private const string Name = "fovea";

    public static void UseSwagger(this IApplicationBuilder app) => app.UseSwaggerUI(ui =>
    {
        ui.RoutePrefix = Route;
        ui.DocumentTitle = "Fovea";
        ui.SwaggerEndpoint("../openapi/v1.json", "Fovea v1");
        ui.EnableTryItOutByDefault();
        ui.DefaultModelsExpandDepth(0);
        // A deferred script runs when the page's own scripts are loaded, and before the event with which Swagger UI starts.
        ui.HeadContent =
            $"""
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="stylesheet" type="text/css" href="./{Name}.css">
            <script src="./{Name}.js" charset="utf-8" defer></script>
            """;
    });

    public static void MapSwaggerFiles(this IEndpointRouteBuilder app)
    {
        Map(app, "js", "text/javascript");
        Map(app, "css", "text/css");
    }

    private static void Map(IEndpointRouteBuilder app, string extension, string mediaType)
    {
        byte[] file = Read($"{nameof(SwaggerPage)}.{extension}");
        var validator = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 12))}\"");
        app.MapGet($"/{Route}/{Name}.{extension}", FileContentHttpResult () => TypedResults.File(file, mediaType, entityTag: validator))
            .WithMetadata(new OpenPlaneAttribute())
            .WithCost(RequestCost.Light)
            .ExcludeFromDescription();
    }

    private static byte[] Read(string resource)
    {
        using Stream stream = typeof(SwaggerPage).Assembly.GetManifestResourceStream(resource)!;
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }
}
