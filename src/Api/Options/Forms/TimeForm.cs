using System.Diagnostics.CodeAnalysis;

namespace Fovea.Api.Options.Forms;

/// <summary>A time within bounds.</summary>
/// <param name="minimum">The shortest time, as a user writes it.</param>
/// <param name="maximum">The longest time.</param>
/// <param name="bounds">The bounds in words, for the message.</param>
internal sealed class TimeForm(string minimum, string maximum, string bounds) : IForm<TimeSpan>
{
    private readonly TimeSpan _minimum = Bound(minimum);
    private readonly TimeSpan _maximum = Bound(maximum);

    public bool TryRead(string text, out TimeSpan value, [NotNullWhen(false)] out string? expected)
    {
        if (TimeText.TryParse(text, out value))
            expected = value >= _minimum && value <= _maximum ? null : bounds;
        else if (TimeText.IsNumber(text))
            expected = $"a unit, such as {text.Trim()}s for seconds: {bounds}";
        else
            expected = $"{bounds}, such as {TimeText.Examples}";
        return expected is null;
    }

    private static TimeSpan Bound(string text) =>
        TimeText.TryParse(text, out TimeSpan time) ? time : throw new FormatException($"'{text}' is no time.");
}
