using System.Text.RegularExpressions;
using Fovea.Inference.Operators;
using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>The documentation lists the operators that there are.</summary>
public sealed partial class OperatorDocsTests
{
    /// <summary>What the table's first line begins with; the page has a table of element types in front of it.</summary>
    private const string Header = "| operator |";

    [Fact]
    public void The_table_of_operators_is_the_operator_table()
    {
        string text = SourceFiles.Read("docs/operators.md");
        string table = text[text.IndexOf(Header, StringComparison.Ordinal)..];
        string[] documented = [.. Rows().Matches(table).Select(match => match.Groups[1].Value).Skip(1)];
        Assert.Equal(OperatorTable.All.Select(o => o.Name), documented);
    }

    [GeneratedRegex(@"^\| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
