using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The equation of an Einsum for operands of known ranks: a label for each axis of each operand and of the result. Letters are their
/// characters; the axes of an ellipsis are negative numbers, the last axis -1.
/// </summary>
internal sealed class EinsteinEquation
{
    private EinsteinEquation(int[][] operands, int[] result)
    {
        Operands = operands;
        Result = result;
    }

    /// <summary>The labels of the axes of each operand.</summary>
    public int[][] Operands { get; }

    /// <summary>The labels of the axes of the result.</summary>
    public int[] Result { get; }

    /// <exception cref="InvalidModelException">The equation is malformed, or does not fit the operands.</exception>
    public static EinsteinEquation Parse(Node node, string equation, IReadOnlyList<int> ranks)
    {
        string text = equation.Replace(" ", string.Empty, StringComparison.Ordinal);
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        string[] terms = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (terms.Length != ranks.Count)
            throw node.Invalid($"its equation has {terms.Length} terms for {ranks.Count} operands; expected one for each");
        int[][] operands = [.. terms.Select((term, i) => Labels(node, term, ranks[i]))];
        int[] ellipsis = [.. operands.SelectMany(labels => labels).Where(label => label < 0).Distinct().Order()];
        int[] result = arrow < 0
            ? Implied(operands, ellipsis)
            : Labels(node, text[(arrow + 2)..], ellipsis.Length, isResult: true);
        HashSet<int> known = [.. operands.SelectMany(labels => labels)];
        if (result.Distinct().Count() != result.Length || !result.All(known.Contains))
            throw node.Invalid($"the result of '{equation}' must name axes of the operands, each once");
        return new EinsteinEquation(operands, result);
    }

    /// <summary>The extent of each label. An axis of extent 1 is repeated where others of its label are longer.</summary>
    public Dictionary<int, Dimension> Extents(Node node, IReadOnlyList<IReadOnlyList<Dimension>> shapes)
    {
        var extents = new Dictionary<int, Dimension>();
        for (int i = 0; i < Operands.Length; i++)
        {
            for (int axis = 0; axis < Operands[i].Length; axis++)
            {
                int label = Operands[i][axis];
                Dimension extent = shapes[i][axis];
                extents[label] = extents.TryGetValue(label, out Dimension known)
                    ? ShapeContext.Broadcast(node, [known], [extent])![0]
                    : extent;
            }
        }

        return extents;
    }

    // Without a result in the equation: the axes of the ellipsis, then the letters that occur once, in the order of the alphabet.
    private static int[] Implied(int[][] operands, int[] ellipsis) =>
    [
        .. ellipsis,
        .. operands.SelectMany(labels => labels).Where(label => label > 0).GroupBy(label => label).Where(group => group.Count() == 1)
            .Select(group => group.Key).Order(),
    ];

    // For a result, rank is the number of axes of the ellipsis.
    private static int[] Labels(Node node, string term, int rank, bool isResult = false)
    {
        int dots = term.IndexOf("...", StringComparison.Ordinal);
        string letters = dots < 0 ? term : term.Remove(dots, 3);
        if (!letters.All(char.IsAsciiLetter))
            throw node.Invalid($"its equation has the term '{term}'; expected letters and at most one '...'");
        int covered = isResult ? rank : rank - letters.Length;
        if (!isResult && (covered < 0 || (dots < 0 && covered > 0)))
            throw node.Invalid($"its equation has the term '{term}' for an operand of rank {rank}; expected one letter for each axis");
        if (dots < 0)
            return [.. letters.Select(letter => (int)letter)];
        return
        [
            .. letters[..dots].Select(letter => (int)letter),
            .. Enumerable.Range(0, covered).Select(i => i - covered),
            .. letters[dots..].Select(letter => (int)letter),
        ];
    }
}
