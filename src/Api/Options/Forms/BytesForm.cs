using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fovea.Api.Options.Forms;

/// <summary>A number of bytes within bounds, perhaps with a unit: <c>33554432</c>, <c>32MiB</c>.</summary>
/// <param name="minimum">The smallest value.</param>
/// <param name="maximum">The largest value.</param>
/// <param name="bounds">The bounds in words, for the message.</param>
internal sealed class BytesForm(long minimum, long maximum, string? bounds = null) : IForm<long>
{
    private static readonly (string Name, long Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
    ];

    private readonly string _bounds = bounds ?? string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum} bytes");

    public bool TryRead(string text, out long value, [NotNullWhen(false)] out string? expected)
    {
        if (!TryParse(text.Trim(), out value))
            expected = "a number of bytes such as 33554432, 32MiB or 1GiB";
        else
            expected = value >= minimum && value <= maximum ? null : _bounds;
        return expected is null;
    }

    private static bool TryParse(string text, out long value)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            return true;
        foreach ((string name, long bytes) in Units)
        {
            if (!text.EndsWith(name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (!decimal.TryParse(
                text[..^name.Length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out decimal number))
                return false;
            // What no long holds is beyond every bound.
            value = Math.Abs(number) <= long.MaxValue / bytes ? (long)(number * bytes) : number < 0 ? long.MinValue : long.MaxValue;
            return true;
        }

        return false;
    }
}
