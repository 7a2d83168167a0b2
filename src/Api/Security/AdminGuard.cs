using Fovea.Api.Errors;

namespace Fovea.Api.Security;

/// <summary>
/// The last gate of the admin plane: its endpoints answer only requests that were granted the right before. So an endpoint stays closed
/// where administration is switched off, and where nothing checks keys.
/// </summary>
internal static class AdminGuard
{
    private static readonly object Key = new();

    /// <summary>Marks a request whose caller has shown the admin key.</summary>
    public static void Grant(HttpContext context) => context.Items[Key] = true;

    /// <summary>Refuses requests that were not granted the right.</summary>
    public static RouteHandlerBuilder RequireAdmin(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(static (context, next) =>
        context.HttpContext.Items.ContainsKey(Key)
            ? next(context)
            : throw new ApiException(ErrorCodes.NotFound, $"{context.HttpContext.Request.Path} belongs to administration, which is switched off."));
}
