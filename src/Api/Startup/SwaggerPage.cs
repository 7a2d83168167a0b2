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
        app.MapFile($"/{Route}/{Name}.js", $"{nameof(SwaggerPage)}.js", "text/javascript");
        app.MapFile($"/{Route}/{Name}.css", $"{nameof(SwaggerPage)}.css", "text/css");
    }
}
