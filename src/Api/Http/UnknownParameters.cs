using System.Text;
using Fovea.Api.Errors;
using Fovea.Imaging.Decoding;
using Fovea.Inference;
using Fovea.Models.Tasks;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace Fovea.Api.Http;

/// <summary>
/// Refuses parameters in the query that the endpoint does not declare: a mistyped one would be ignored, and the answer would look like the
/// one that was asked for.
/// </summary>
internal static class UnknownParameters
{
    private const string NotFetched = "Pictures are not fetched: send the bytes of the file as the body.";

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
            Check(context.Request, known);
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

    private static void Check(HttpRequest request, string[] known)
    {
        foreach ((string name, StringValues values) in request.Query)
        {
            if (known.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            IReadOnlyList<string> nearest = NearestNames.Find(name, known);
            string expected = known.Length == 0 ? "no parameters" : string.Join(", ", known.Select(candidate => $"'{candidate}'"));
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"The parameter '{name}' is unknown.{NearestNames.Sentence(nearest)} This address takes {expected}." +
                (HttpMethods.IsPost(request.Method) && IsAddress(name, values.ToString()) ? $" {NotFetched}" : ""))
            {
                Suggestions = nearest,
            };
        }
    }

    private static bool IsAddress(string name, string value) =>
        JsonAddresses.IsAddressName(name) || PictureText.Recognize(Encoding.UTF8.GetBytes(value))?.IsElsewhere() == true;
}
