namespace Fovea.Api.Endpoints;

/// <summary>HEAD beside every GET: the same answer without its body (RFC 9110, 9.3.2).</summary>
internal static class HeadMapping
{
    /// <summary>A group in which every endpoint that is mapped for GET takes HEAD too.</summary>
    public static RouteGroupBuilder MapWithHead(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder group = app.MapGroup("");
        ((IEndpointConventionBuilder)group).Finally(AddHead);
        return group;
    }

    private static void AddHead(EndpointBuilder endpoint)
    {
        for (int i = 0; i < endpoint.Metadata.Count; i++)
        {
            if (endpoint.Metadata[i] is IHttpMethodMetadata { HttpMethods: [var method] } && HttpMethods.IsGet(method))
                endpoint.Metadata[i] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        }
    }
}
