using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>What an endpoint takes as one parameter of the query: a whole number, true or false, one of some names, or text.</summary>
internal sealed class QueryRule
{
    private static readonly string[] Truths = ["true", "false"];

    private QueryRule(string name) => Name = name;

    public string Name { get; }

    /// <summary>The names to choose from, in lower case; null where it is no choice.</summary>
    public IReadOnlyList<string>? Names { get; private init; }

    private (int Minimum, int Maximum)? Range { get; init; }

    private bool IsTruth { get; init; }

    /// <summary>The rule of a parameter, by its type and attributes; null where it does not come from the query.</summary>
    public static QueryRule? Of(IParameterBindingMetadata parameter)
    {
        ParameterInfo info = parameter.ParameterInfo;
        object[] attributes = info.GetCustomAttributes(inherit: true);
        if (attributes.OfType<FromQueryAttribute>().FirstOrDefault() is not { } query)
            return null;
        Type type = Nullable.GetUnderlyingType(info.ParameterType) ?? info.ParameterType;
        RangeAttribute? range = attributes.OfType<RangeAttribute>().FirstOrDefault();
        return new QueryRule(query.Name ?? parameter.Name)
        {
            Names = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Choice<>)
                ? [.. QueryReader.Names(type.GetGenericArguments()[0])]
                : null,
            IsTruth = type == typeof(bool),
            Range = type != typeof(int) ? null : range is null ? (int.MinValue, int.MaxValue) : ((int)range.Minimum, (int)range.Maximum),
        };
    }

    /// <exception cref="Errors.ApiException">The parameter is given more than once, is empty, or is not what the endpoint
    /// takes.</exception>
    public void Check(HttpRequest request)
    {
        if (Names is { } names)
            QueryReader.Choice(request, Name, names);
        else if (IsTruth)
            QueryReader.Choice(request, Name, Truths);
        else if (Range is { } range)
            QueryReader.Integer(request, Name, range.Minimum, range.Maximum);
        else
            QueryReader.Text(request, Name);
    }
}
