using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Fovea.Api.Options.Forms;

/// <summary>A number within bounds; whole where its type is.</summary>
/// <param name="minimum">The smallest value.</param>
/// <param name="maximum">The largest value.</param>
/// <param name="bounds">The bounds in words, for the message.</param>
/// <param name="orZero">Whether 0 is taken too, which switches something off.</param>
internal sealed class NumberForm<T>(T minimum, T maximum, string? bounds = null, bool orZero = false) : IForm<T>
    where T : struct, INumber<T>
{
    private static readonly bool Whole = T.IsZero(T.One / (T.One + T.One));

    private readonly string _bounds = bounds ?? string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum}");

    public bool TryRead(string text, out T value, [NotNullWhen(false)] out string? expected)
    {
        if (!T.TryParse(text, Whole ? NumberStyles.Integer : NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            expected = $"a {(Whole ? "whole number" : "number")}, {_bounds}";
        else
            expected = (value >= minimum && value <= maximum) || (orZero && T.IsZero(value)) ? null : _bounds;
        return expected is null;
    }
}
