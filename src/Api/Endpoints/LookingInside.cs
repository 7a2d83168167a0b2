using Fovea.Api.Errors;
using Fovea.Api.Options;

namespace Fovea.Api.Endpoints;

/// <summary>The endpoints that show what is inside of a network, which are switched off together.</summary>
internal static class LookingInside
{
    /// <summary>A group of endpoints that answer only where <c>FeatureMaps:Enabled</c> is true, and are documented only there.</summary>
    public static RouteGroupBuilder MapLookingInside(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder group = app.MapGroup("");
        if (app.ServiceProvider.GetRequiredService<ServerOptions>().FeatureMaps.Enabled)
            return group;
        group.ExcludeFromDescription();
        ((IEndpointConventionBuilder)group).Finally(endpoint => endpoint.RequestDelegate = _ => throw new ApiException(
            ErrorCodes.NotFound,
            "Looking into networks is switched off on this server (FeatureMaps:Enabled is false): it has no feature maps, weights, " +
            "graphs, pre-processed inputs, differences and explanations. POST /predict and GET /models/{model}/layers answer."));
        return group;
    }
}
