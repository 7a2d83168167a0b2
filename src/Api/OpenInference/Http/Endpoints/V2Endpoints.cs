namespace Fovea.Api.OpenInference.Http.Endpoints;

/// <summary>The Open Inference Protocol, version 2, over HTTP.</summary>
internal static class V2Endpoints
{
    public static void MapV2(this IEndpointRouteBuilder app)
    {
        app.MapV2Server();
        app.MapV2Models();
        app.MapV2Infer();
        app.MapV2Statistics();
        app.MapV2Repository();
    }
}
