using System.Globalization;
using System.Text;

namespace Fovea.Inference;

/// <summary>
/// Text of a file or of a caller, as messages, answers and logs show it: on one line and of bounded length. A cut text ends in an ellipsis
/// and its full length. What is neither too long nor has control characters stays the same string.
/// </summary>
public static class ShownText
{
    /// <summary>The most characters of one name.</summary>
    public const int LongestName = 200;

    /// <summary>The most characters of the message of one error.</summary>
    public const int LongestMessage = 1000;

    /// <summary>A name, of at most <see cref="LongestName"/> characters.</summary>
    public static string Name(string name) => Cut(name, LongestName);

    /// <summary>A message, of at most <see cref="LongestMessage"/> characters.</summary>
    public static string Message(string message) => Cut(message, LongestMessage);

    /// <summary>
    /// The first <paramref name="longest"/> characters of a text, with what would break a line, or steer a terminal or the direction of
    /// writing, as an escape: <c>\n</c>, <c>\u001B</c>.
    /// </summary>
    public static string Cut(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        int kept = text.Length <= longest ? text.Length : longest - (char.IsHighSurrogate(text[longest - 1]) ? 1 : 0);
        if (kept == text.Length && !text.Any(IsEscaped))
            return text;
        var shown = new StringBuilder(kept);
        foreach (char character in text.AsSpan(0, kept))
        {
            _ = IsEscaped(character) ? shown.Append(Escape(character)) : shown.Append(character);
        }

        if (kept < text.Length)
            shown.Append(CultureInfo.InvariantCulture, $"... ({text.Length} characters)");
        return shown.ToString();
    }

    /// <summary>Control characters; separators of lines; marks that change the direction of what follows (Unicode Annex 9).</summary>
    private static bool IsEscaped(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or '\u200E' or '\u200F'
            or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string Escape(char character) => character switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        _ => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)character:X4}"),
    };
}
