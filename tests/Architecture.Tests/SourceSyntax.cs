using Fovea.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fovea.Architecture.Tests;

/// <summary>C# sources as the compiler's parser reads them: comments and documentation are no code, whatever words stand in them.</summary>
internal static class SourceSyntax
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    /// <summary>The syntax tree of a file of the repository, which must have no errors.</summary>
    public static SyntaxNode Read(string path) => Parse(SourceFiles.Read(path), path);

    public static SyntaxNode Parse(string text, string path)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, Options, path);
        return tree.GetDiagnostics().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error
            ? throw new InvalidOperationException($"The parser of the tests does not understand {error}. Is it older than the compiler?")
            : tree.GetRoot();
    }

    /// <summary>
    /// The texts that code compares and writes, with their lines: string literals of every form, interpolated strings that consist of one
    /// piece of text, and names in <c>nameof</c>.
    /// </summary>
    public static IEnumerable<(string Text, int Line)> Strings(SyntaxNode root)
    {
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            string? text = node switch
            {
                LiteralExpressionSyntax { Token.Value: string value } => value,
                InterpolatedStringExpressionSyntax { Contents: [InterpolatedStringTextSyntax only] } => only.TextToken.ValueText,
                InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } named =>
                    named.DescendantTokens().Last(token => token.IsKind(SyntaxKind.IdentifierToken)).ValueText,
                _ => null,
            };
            if (text is not null)
                yield return (text, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1);
        }
    }
}
