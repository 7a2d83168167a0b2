using System.Text;
using System.Text.RegularExpressions;
using Fovea.Tests.Support;

namespace Fovea.Fuzz.Words;

/// <summary>
/// The names that a part of the product reads from its input: the string literals in its sources that look like names. A new field or
/// attribute is among them as soon as it is read.
/// </summary>
internal static partial class SourceWords
{
    /// <summary>The names in the sources of a folder of <c>src</c>; none where the program was copied away from its sources.</summary>
    public static IEnumerable<byte[]> In(string folder)
    {
        if (Checkout.Root is not { } root)
            return [];
        return Directory.EnumerateFiles(Path.Combine(root, "src", folder), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(path => Literal().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value))
            .Distinct().Order(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes);
    }

    [GeneratedRegex("""
        "([A-Za-z_][A-Za-z0-9_.-]{0,39})"
        """)]
    private static partial Regex Literal();
}
