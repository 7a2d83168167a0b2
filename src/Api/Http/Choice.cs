using System.Diagnostics.CodeAnalysis;

namespace Fovea.Api.Http;

/// <summary>
/// One of an enumeration's names in a query, in any case; the framework would take it only in the case of the source, and numbers too.
/// </summary>
internal readonly struct Choice<T> : IParsable<Choice<T>>
    where T : struct, Enum
{
    internal T Value { get; private init; }

    public static Choice<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out Choice<T> result)
            ? result
            : throw new FormatException($"'{s}' is not one of {string.Join(", ", Enum.GetNames<T>())}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Choice<T> result)
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (!value.ToString().Equals(s, StringComparison.OrdinalIgnoreCase))
                continue;
            result = new Choice<T> { Value = value };
            return true;
        }

        result = default;
        return false;
    }
}
