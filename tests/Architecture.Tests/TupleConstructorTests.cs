using Fovea.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fovea.Architecture.Tests;

/// <summary>
/// More than two members are assigned by a primary constructor or one per line: in a longer tuple nobody sees which value goes where.
/// </summary>
public sealed class TupleConstructorTests
{
    private const int MostMembers = 2;

    private static readonly string[] Roots = ["src", "tests", "bench", "tools"];

    [Fact()]
    public void No_constructor_assigns_more_than_two_members_as_a_tuple()
    {
        string[] found = [.. Roots.SelectMany(SourceFiles.Below).SelectMany(path => LongTuples(path, SourceSyntax.Read(path)))];
        Assert.True(
            found.Length == 0,
            $"{found.Length} constructors assign tuples of more than {MostMembers} members:\n{string.Join('\n', found)}");
    }

    [Theory]
    [InlineData("C(int a, int b) => (A, B) = (a, b);", false)]
    [InlineData("C(int a, int b, int c) => (A, B, D) = (a, b, c);", true)]
    [InlineData("C(int a, int b, int c) { (A, B, D) = (a, b, c); }", true)]
    [InlineData("C(int[] a) { foreach (int x in a) { (A, B, D) = (x, x, x); } }", true)]
    [InlineData("void M(int a, int b, int c) => (A, B, D) = (a, b, c);", false)]
    [InlineData("C((int, int, int) a) { (int b, int c, int d) = a; }", false)]
    public void Tuples_are_told_apart(string member, bool isFound)
    {
        string[] expected = isFound ? ["sample.cs:2: C"] : [];
        Assert.Equal(expected, LongTuples("sample.cs", SourceSyntax.Parse($"class C {{ int A, B, D;\n{member} }}", "sample.cs")));
    }

    private static IEnumerable<string> LongTuples(string path, SyntaxNode root) => root.DescendantNodes()
        .OfType<ConstructorDeclarationSyntax>()
        .Where(constructor => constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(IsLong))
        .Select(found => $"{path}:{found.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {found.Identifier.ValueText}");

    private static bool IsLong(AssignmentExpressionSyntax assignment) =>
        assignment.Left is TupleExpressionSyntax tuple && tuple.Arguments.Count > MostMembers
        && !tuple.Arguments.Any(argument => argument.Expression is DeclarationExpressionSyntax);
}
