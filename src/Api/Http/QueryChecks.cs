using Microsoft.AspNetCore.Http.Metadata;

namespace Fovea.Api.Http;

/// <summary>
/// Checks the query of a request against the parameters that the endpoint declares, before the framework binds them: it would join values
/// that are given twice, take empty ones, and not say what it expected.
/// </summary>
internal static class QueryChecks
{
    public static T WithQueryChecks<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Finally(Add);
        return endpoints;
    }

    private static void Add(EndpointBuilder endpoint)
    {
        QueryRule[] rules = [.. endpoint.Metadata.OfType<IParameterBindingMetadata>().Select(QueryRule.Of).OfType<QueryRule>()];
        if (rules.Length == 0 || endpoint.RequestDelegate is not { } next)
            return;
        foreach (QueryRule rule in rules)
            endpoint.Metadata.Add(rule);
        endpoint.RequestDelegate = context =>
        {
            foreach (QueryRule rule in rules)
                rule.Check(context.Request);
            return next(context);
        };
    }
}
