using Fovea.Api.Errors;
using Fovea.Inference;
using Fovea.Models.Tasks;
using Microsoft.AspNetCore.Http.Metadata;

namespace Fovea.Api.Http;

/// <summary>
/// Refuses parameters in the query that the endpoint does not declare: a mistyped one would be ignored, and the answer would look like the
/// one that was asked for.
/// </summary>
internal static class UnknownParameters
{
    public static T WithoutUnknownParameters<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Finally(Add);
        return endpoints;
    }

    private static void Add(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is not { } next)
            return;
        string[] known = [.. endpoint.Metadata.OfType<IParameterBindingMetadata>().SelectMany(
            parameter => Names(parameter, endpoint.ApplicationServices))];
        endpoint.RequestDelegate = context =>
        {
            Check(context.Request.Query, known);
            return next(context);
        };
    }

    /// <summary>The names that a parameter of the handler takes from the query.</summary>
    private static IEnumerable<string> Names(IParameterBindingMetadata parameter, IServiceProvider services)
    {
        if (parameter.ParameterInfo.ParameterType == typeof(TaskQuery))
            return services.GetRequiredService<TaskTable>().Parameters.Select(of => of.Name);
        return QueryRule.Of(parameter) is { } rule ? [rule.Name] : [];
    }

    private static void Check(IQueryCollection query, string[] known)
    {
        foreach (string name in query.Keys)
        {
            if (known.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            IReadOnlyList<string> nearest = NearestNames.Find(name, known);
            string expected = known.Length == 0 ? "no parameters" : string.Join(", ", known.Select(candidate => $"'{candidate}'"));
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"The parameter '{name}' is unknown.{NearestNames.Sentence(nearest)} This address takes {expected}.")
            {
                Suggestions = nearest,
            };
        }
    }
}
