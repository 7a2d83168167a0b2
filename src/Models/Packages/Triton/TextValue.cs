using System.Globalization;

namespace Fovea.Models.Packages.Triton;

/// <summary>A value of a field in protobuf's text format: a message, or the text of a string, a number or a name.</summary>
/// <param name="Text">The text; null for a message.</param>
/// <param name="Message">The message; null for others.</param>
internal readonly record struct TextValue(string? Text, TextMessage? Message)
{
    /// <summary>The value as a whole number; null where it is none.</summary>
    public long? Whole =>
        long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;
}
