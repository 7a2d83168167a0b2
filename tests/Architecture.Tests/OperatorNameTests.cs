using Fovea.Inference.Operators;
using Fovea.Tests.Support;

namespace Fovea.Architecture.Tests;

/// <summary>What an operator is called stands in its own file only: who wants to know what a node can do asks its operator.</summary>
public sealed class OperatorNameTests
{
    [Fact]
    public void No_operator_is_named_outside_its_own_file()
    {
        HashSet<string> names = [.. OperatorTable.All.Select(o => o.Name)];
        string[] found = [.. SourceFiles.Below("src/Inference").SelectMany(path => SourceSyntax.Strings(SourceSyntax.Read(path))
            .Where(s => names.Contains(s.Text) && !IsOwnFile(path, s.Text)).Select(s => $"{path}:{s.Line}: {s.Text}"))];
        Assert.True(
            found.Length == 0,
            $"Operators are named in strings outside their files; ask them instead:\n{string.Join('\n', found)}");
    }

    /// <summary>Comments may name operators; strings of every form, and <c>nameof</c>, may not.</summary>
    [Theory]
    [InlineData("""x.Name == "Conv" """, true)]
    [InlineData("""x.Name is "Gemm" or "Conv" """, true)]
    [InlineData("""x.Name == @"Conv" """, true)]
    [InlineData("""x.Name == $"Conv" """, true)]
    [InlineData("""x.Name == nameof(Operators.Conv)""", true)]
    [InlineData(""""x.Name == """Conv""" """", true)]
    [InlineData("""x.Bytes == "Conv"u8 """, true)]
    [InlineData("""$"{x.Is("Conv")} done" == x""", true)]
    [InlineData("""x.Operator is Conv // "Conv" """, false)]
    [InlineData("""/* "Conv" */ x == "Convolution" """, false)]
    [InlineData("""$"{x} Conv" == "a \"Conv\" b" """, false)]
    [InlineData("""x == "" + 'C' """, false)]
    public void Strings_are_told_from_comments(string expression, bool found)
    {
        string text = $"/// <summary>\"Conv\"</summary>\nclass C {{ bool M(dynamic x) => {expression}\n; }}";
        Assert.Equal(found, SourceSyntax.Strings(SourceSyntax.Parse(text, "sample.cs")).Any(s => s.Text == "Conv" && s.Line == 2));
    }

    private static bool IsOwnFile(string path, string name) => path is "src/Inference/Operators/OperatorTable.cs"
        || path == $"src/Inference/Operators/{name}.cs" || path == $"src/Inference/Operators/Microsoft{name}.cs"
        || path == $"src/Inference/Operators/{name}Operator.cs";
}
