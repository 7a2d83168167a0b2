using Fovea.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fovea.Architecture.Tests;

/// <summary>
/// Uses of constants and of the members of enums, from the source: the compiler writes their values in their place, and the assembly no
/// longer knows where they come from.
/// </summary>
internal static class ConstantUses
{
    /// <summary>The file, the using type and the used type (outermost) of every constant that is named with its type.</summary>
    /// <param name="sourceRoot">The folder whose sources are read.</param>
    /// <param name="types">The project's outermost types.</param>
    public static IEnumerable<(string Path, string User, Type Used)> In(string sourceRoot, IEnumerable<Type> types)
    {
        ILookup<(string Type, string Constant), Type> constants =
            types.SelectMany(Constants).ToLookup(c => (c.Type, c.Constant), c => c.Outermost);
        foreach (string path in SourceFiles.Below(sourceRoot))
        {
            foreach (SyntaxNode node in SourceSyntax.Read(path).DescendantNodes())
            {
                (SyntaxNode Type, SimpleNameSyntax Constant)? named = node switch
                {
                    MemberAccessExpressionSyntax member => (member.Expression, member.Name),
                    QualifiedNameSyntax name => (name.Left, name.Right),
                    _ => null,
                };
                if (named is not { } use)
                    continue;
                string type = use.Type.GetLastToken().ValueText;
                string user = node.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault()?.Identifier.ValueText ?? string.Empty;
                foreach (Type used in constants[(type, use.Constant.Identifier.ValueText)])
                    yield return (path, user, used);
            }
        }
    }

    private static IEnumerable<(string Type, string Constant, Type Outermost)> Constants(Type outermost) =>
        WithNested(outermost).SelectMany(type => type.GetFields(TypeUses.All)).Where(field => field.IsLiteral)
            .Select(field => (field.DeclaringType!.Name, field.Name, outermost));

    private static IEnumerable<Type> WithNested(Type type) => type.GetNestedTypes(TypeUses.All).SelectMany(WithNested).Prepend(type);
}
