namespace Fovea.Api.Endpoints;

/// <summary>How every group maps its calls.</summary>
internal static class EndpointMapping
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps a call that reads: GET, and HEAD for the same answer without its body.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder app, string pattern, Delegate handler) =>
        app.MapMethods(pattern, ReadMethods, handler);
}
