namespace Fovea.Api.Endpoints;

/// <summary>How calls are mapped.</summary>
internal static class EndpointMapping
{
    /// <summary>The methods of a call that reads: GET, and HEAD for the same answer without its body.</summary>
    public static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
}
