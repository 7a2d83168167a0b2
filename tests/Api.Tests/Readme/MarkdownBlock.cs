using System.Text.RegularExpressions;

namespace Fovea.Api.Tests.Readme;

/// <summary>A fenced block of a Markdown text.</summary>
/// <param name="Language">What stands behind the opening fence.</param>
/// <param name="Text">The lines between the fences, each ended by a line feed.</param>
/// <param name="Line">The number of its first line in the text.</param>
internal sealed partial record MarkdownBlock(string Language, string Text, int Line)
{
    /// <summary>The lines that are not empty.</summary>
    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static IReadOnlyList<MarkdownBlock> ReadAll(string markdown) =>
    [
        .. Fences().Matches(markdown).Select(match => new MarkdownBlock(
            match.Groups[1].Value, match.Groups[2].Value, markdown.AsSpan(0, match.Groups[2].Index).Count('\n') + 1)),
    ];

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();
}
