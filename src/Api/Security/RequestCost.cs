namespace Fovea.Api.Security;

/// <summary>What a request counts for: every address has a cost.</summary>
internal enum RequestCost
{
    /// <summary>Everything that is not marked otherwise, and addresses where there is nothing: counts against the client's limit.</summary>
    Full,

    /// <summary>What looks into a network, as the page at / does many times for one picture: counts against a limit of its own.</summary>
    Look,

    /// <summary>What is made once and answered to all: documentation, its files, metrics. Counts against a second, larger limit.</summary>
    Light,

    /// <summary>Health, which orchestrators ask whatever happens: counts for nothing.</summary>
    Free,
}

/// <summary>Says what requests to an endpoint, or to a gRPC method, count for. Every endpoint has one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CostAttribute(RequestCost cost) : Attribute
{
    /// <summary>What they count for.</summary>
    public RequestCost Cost { get; } = cost;
}

/// <summary>Finds what a request counts for.</summary>
internal static class Costs
{
    /// <summary>Below it lie the files of the documentation, some of which have no endpoint.</summary>
    public const string DocumentationPath = "/swagger";

    /// <summary>Says what requests to an endpoint count for.</summary>
    public static T WithCost<T>(this T endpoint, RequestCost cost)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new CostAttribute(cost));

    /// <summary>The cost of a request. Wrong methods, and what has no endpoint, cost as much as a call.</summary>
    public static RequestCost Of(HttpContext context)
    {
        if (context.GetEndpoint() is { } endpoint)
            return endpoint.Metadata.GetMetadata<CostAttribute>()?.Cost ?? RequestCost.Full;
        return context.Request.Path.StartsWithSegments(DocumentationPath, StringComparison.OrdinalIgnoreCase)
            && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
                ? RequestCost.Light
                : RequestCost.Full;
    }
}
