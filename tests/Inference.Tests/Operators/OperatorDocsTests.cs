using System.Text.RegularExpressions;
using Fovea.Inference.Operators;
using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>The documentation lists the operators that there are.</summary>
public sealed partial class OperatorDocsTests
{
    [Fact]
    public void The_table_of_operators_is_the_operator_table()
    {
        string text = SourceFiles.Read("docs/operators.md");
        string[] documented = [.. Rows().Matches(text).Select(match => match.Groups[1].Value).Where(name => name != "operator")];
        Assert.Equal(OperatorTable.All.Select(o => o.Name), documented);
    }

    [GeneratedRegex(@"^\| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
