using Fovea.Inference.Graphs;

namespace Fovea.Inference.Onnx;

/// <summary>Finds all operators that a model needs and Fovea does not have, so that one error names them with what to do.</summary>
internal static class MissingOperators
{
    // What to do must find room behind the names (ShownText.LongestMessage).
    private const int LongestList = 400;

    /// <param name="uses">The operators of the model.</param>
    /// <param name="find">Finds an operator by its qualified name; returns null if there is none.</param>
    /// <exception cref="UnsupportedModelException">Operators are missing.</exception>
    public static void Check(IEnumerable<OperatorUse> uses, Func<string, Operator?> find)
    {
        OperatorUse[] missing =
        [
            .. uses.Where(use => !use.IsCall && find(use.Name.Qualified) is null)
                .OrderByDescending(use => use.Count)
                .ThenBy(use => use.Name.Domain, StringComparer.Ordinal)
                .ThenBy(use => use.Name.Name, StringComparer.Ordinal),
        ];
        if (missing.Length == 0)
            return;
        string found = missing.Length == 1
            ? $"the operator {Counted(missing[0])} is not supported."
            : $"{missing.Length} operators are not supported: {List(missing)}.";
        string advice = string.Concat(missing.Select(use => OperatorAdvice.For(use.Name)).Distinct().Select(text => $" {text}"));
        throw new UnsupportedModelException(found + advice)
        {
            Context = missing is [{ Count: 1, First: { } node }]
                ? new ErrorContext { Node = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(), Operator = node.OpType }
                : ErrorContext.None,
        };
    }

    private static string List(OperatorUse[] missing)
    {
        string list = Counted(missing[0]);
        for (int i = 1; i < missing.Length; i++)
        {
            string next = Counted(missing[i]);
            if (list.Length + next.Length > LongestList)
                return $"{list} and {missing.Length - i} more";
            list += $", {next}";
        }

        return list;
    }

    private static string Counted(OperatorUse use) => $"{use.Name.Shown} ({use.Count} {(use.Count == 1 ? "node" : "nodes")})";
}
