using System.Globalization;
using Fovea.Api.Errors;
using Microsoft.Extensions.Primitives;

namespace Fovea.Api.Http;

/// <summary>Reads query parameters; each error names the parameter, what was found and what was expected.</summary>
internal static class QueryReader
{
    public static string? Text(HttpRequest request, string name)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.Query.TryGetValue(name, out StringValues values))
            return null;
        if (values.Count > 1)
            throw new ApiException(ErrorCodes.InvalidParameter, $"The parameter '{name}' is given {values.Count} times; once is expected.");
        return string.IsNullOrEmpty(values[0]) ? throw Invalid(name, "", "a value") : values[0];
    }

    public static int? Integer(HttpRequest request, string name, int min, int max)
    {
        if (Text(request, name) is not { } text)
            return null;
        string expected = max == int.MaxValue ? $"a whole number of at least {min}" : $"a whole number from {min} to {max}";
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min
            && value <= max
            ? value
            : throw Invalid(name, text, expected);
    }

    public static double? Number(HttpRequest request, string name, double min, double max)
    {
        if (Text(request, name) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= min && value <= max
            ? value
            : throw Invalid(name, text, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"));
    }

    /// <summary>Texts with commas between.</summary>
    public static IReadOnlyList<string>? List(HttpRequest request, string name) =>
        Text(request, name)?.Split(',', StringSplitOptions.TrimEntries) is not { } texts ? null
        : texts.Contains("") ? throw Invalid(name, string.Join(',', texts), "texts with commas between")
        : texts;

    /// <summary>One of some names, in any case.</summary>
    public static string? Choice(HttpRequest request, string name, IReadOnlyList<string> names)
    {
        string? text = Text(request, name);
        return text is null || names.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? text
            : throw Invalid(name, text, string.Join(" or ", names.Select(choice => $"'{choice}'")));
    }

    /// <summary>Yes or no.</summary>
    public static bool? Flag(HttpRequest request, string name) =>
        Choice(request, name, ["true", "false"])?.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The names of an enumeration as they are written in a query.</summary>
    public static IEnumerable<string> Names(Type enumeration) => Enum.GetNames(enumeration).Select(choice => choice.ToLowerInvariant());

    private static ApiException Invalid(string name, string found, string expected) =>
        new(ErrorCodes.InvalidParameter, $"The parameter '{name}' is '{found}'; expected {expected}.");
}
