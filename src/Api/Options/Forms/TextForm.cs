using System.Diagnostics.CodeAnalysis;

namespace Fovea.Api.Options.Forms;

/// <summary>A text.</summary>
/// <param name="check">Says what was expected of a text that is wrong; null where it is right, or without a check.</param>
internal sealed class TextForm(Func<string, string?>? check = null) : IForm<string?>
{
    public bool TryRead(string text, out string? value, [NotNullWhen(false)] out string? expected)
    {
        value = text;
        expected = check?.Invoke(text);
        return expected is null;
    }

    /// <summary>Several texts separated by <c>;</c>; of the first wrong one the message says which it is.</summary>
    public static TextForm List(Func<string, bool> check, string expected) => new(text =>
        Split(text).FirstOrDefault(entry => !check(entry)) is { } wrong ? $"{expected}; '{wrong}' is not one" : null);

    /// <summary>The entries of a list.</summary>
    public static string[] Split(string? text) =>
        text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
