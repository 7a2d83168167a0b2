using System.Globalization;

namespace Fovea.Api.Options.Forms;

/// <summary>Times as people write them: <c>10s</c>, <c>500ms</c>, <c>1.5h</c>, or <c>hours:minutes:seconds</c>.</summary>
internal static class TimeText
{
    /// <summary>Examples, for messages.</summary>
    public const string Examples = "10s, 500ms, 5m, 2h, 1d or 00:00:10";

    private static readonly (string Unit, TimeSpan Time)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads a time. A number without a unit is none, except for 0.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        text = text.Trim();
        time = TimeSpan.Zero;
        // TimeSpan takes 00:10 too, as ten minutes; whoever writes that may mean seconds.
        if (text.Contains(':', StringComparison.Ordinal))
            return text.Count(':') == 2 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time);
        foreach ((string unit, TimeSpan one) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase) || !TryParseNumber(text[..^unit.Length], out decimal number))
                continue;
            decimal ticks = number * one.Ticks;
            bool fits = Math.Abs(ticks) <= long.MaxValue;
            time = fits ? TimeSpan.FromTicks((long)ticks) : TimeSpan.Zero;
            return fits;
        }

        return TryParseNumber(text, out decimal bare) && bare == 0;
    }

    /// <summary>Whether a text is a number without a unit.</summary>
    public static bool IsNumber(string text) => TryParseNumber(text, out _);

    private static bool TryParseNumber(string text, out decimal number) =>
        decimal.TryParse(
            text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
        && Math.Abs(number) <= int.MaxValue;
}
