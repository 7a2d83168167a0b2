using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>The documentation lists the operators that there are.</summary>
public sealed class OperatorDocsTests
{
    private const string Page = "docs/operators.md";

    [Fact]
    public void The_page_is_the_operator_table()
    {
        string expected = OperatorsPage.Write();
        if (SourceFiles.Read(Page) == expected)
            return;
        string written = Path.Combine(SourceFiles.Root, "artifacts", "operators.md");
        Directory.CreateDirectory(Path.GetDirectoryName(written)!);
        File.WriteAllText(written, expected);
        Assert.Fail($"{Page} is not what the operator table says; artifacts/operators.md is. Copy it: cp artifacts/operators.md {Page}");
    }
}
