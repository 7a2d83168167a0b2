using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;

namespace Fovea.Inference.Tests.Support;

/// <summary>The operators that override a member, so that a test's list of them must be complete.</summary>
internal static class OperatorMembers
{
    /// <summary>
    /// The names of the operators that declare a member of <see cref="Operator"/>, themselves or in a class between, in alphabetical order.
    /// </summary>
    public static string[] Declaring(string member) =>
    [
        .. OperatorTable.All.Where(o => o.GetType().GetMember(member)[0].DeclaringType != typeof(Operator)).Select(o => o.Name)
            .Order(StringComparer.Ordinal),
    ];
}
