using Fovea.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fovea.Architecture.Tests;

/// <summary>
/// Lines that fit beside each other on a screen. A raw string is a text of its own (a sample, a table, a help page), with lines of any
/// length.
/// </summary>
public sealed class LineLengthTests
{
    private const int Columns = 140;

    private static readonly string Long = new('x', Columns);

    private static readonly string[] Roots = ["src", "tests", "bench", "tools"];

    /// <summary>What people write; data that tests compare with has no lines in this sense.</summary>
    private static readonly string[] Written = [".cs", ".csproj", ".props", ".targets", ".proto", ".py", ".js"];

    [Fact]
    public void No_line_is_longer_than_140_columns()
    {
        string[] found = [.. Roots.SelectMany(root => SourceFiles.Below(root, Written))
            .SelectMany(path => TooLong(path, SourceFiles.Read(path)))];
        Assert.True(found.Length == 0, $"{found.Length} lines have more than {Columns} columns:\n{string.Join('\n', found)}");
    }

    [Theory]
    [InlineData(140, 0)]
    [InlineData(141, 1)]
    public void A_line_is_measured_without_its_end(int columns, int found)
    {
        string text = $"\n{new string('x', columns)}\r\n";
        Assert.Equal(Enumerable.Repeat($"sample.sh:2: {columns}", found), TooLong("sample.sh", text));
    }

    [Theory]
    [InlineData("string s = \"\"\"\n    LONG\n    \"\"\";", 0)]
    [InlineData("string s = $\"\"\"\n    LONG {1}\n    \"\"\";", 0)]
    [InlineData("string s = \"\"\"LONG\"\"\";", 0)]
    [InlineData("string s = \"LONG\";", 1)]
    [InlineData("string s = $\"LONG {1}\";", 1)]
    [InlineData("string s = \"\"; // LONG", 1)]
    public void Raw_strings_are_texts_of_their_own(string source, int found) =>
        Assert.Equal(found, TooLong("sample.cs", $"class C {{\n{source.Replace("LONG", Long, StringComparison.Ordinal)}\n}}").Count());

    private static IEnumerable<string> TooLong(string path, string text)
    {
        HashSet<int> raw = path.EndsWith(".cs", StringComparison.Ordinal) ? RawLines(SourceSyntax.Parse(text, path)) : [];
        return text.Split('\n')
            .Select((line, index) => (Length: line.TrimEnd('\r').Length, Number: index + 1))
            .Where(line => line.Length > Columns && !raw.Contains(line.Number))
            .Select(line => $"{path}:{line.Number}: {line.Length}");
    }

    /// <summary>The numbers of the lines that a raw string takes.</summary>
    private static HashSet<int> RawLines(SyntaxNode root) =>
    [
        .. root.DescendantNodes().OfType<ExpressionSyntax>().Where(IsRaw).Select(node => node.GetLocation().GetLineSpan())
            .SelectMany(span => Enumerable.Range(span.StartLinePosition.Line, span.EndLinePosition.Line - span.StartLinePosition.Line + 1))
            .Select(line => line + 1),
    ];

    private static bool IsRaw(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.Token.Text.StartsWith("\"\"\"", StringComparison.Ordinal),
        InterpolatedStringExpressionSyntax interpolated => interpolated.StringStartToken.Text.Contains("\"\"\"", StringComparison.Ordinal),
        _ => false,
    };
}
