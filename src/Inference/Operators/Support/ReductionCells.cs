using Fovea.Inference.Graphs;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators.Support;

/// <summary>Explains cells of reductions: sums, means and extremes of many values, in terms of one channel each.</summary>
internal static class ReductionCells
{
    /// <summary>The explanation; null for other reductions than sums, means and extremes.</summary>
    public static CellExplanation? Explain(CellContext context, ReductionKind kind)
    {
        if (kind > ReductionKind.Min || context.Cells(0) is not { Count: > 0 } cells)
            return null;
        List<List<long[]>> groups = ByChannel(cells);
        CellOperand x = context.Operand(0);
        if (kind is ReductionKind.Max or ReductionKind.Min)
            return Extreme(context, kind == ReductionKind.Max, groups);
        double[] sums = [.. groups.Select(group => group.Sum(cell => x.At(cell)))];
        bool isMean = kind == ReductionKind.Mean;
        CellExplanation sum = context.Sum(
            isMean ? $"The mean of {cells.Count} values: their sum divided by {cells.Count}." : $"The sum of {cells.Count} values.", sums,
            i => Listed(context, groups[i]) with { Sum = sums[i] }, bias: null, isMean ? total => total / cells.Count : null);
        return isMean ? sum with { Kind = ExplanationKind.Mean } : sum;
    }

    /// <summary>The largest or the smallest of values.</summary>
    public static CellExplanation Extreme(CellContext context, bool largest, List<List<long[]>> groups, Func<long[], double>? result = null)
    {
        CellOperand x = context.Operand(0);
        (int group, int cell) = (0, 0);
        for (int g = 0; g < groups.Count; g++)
        {
            for (int i = 0; i < groups[g].Count; i++)
            {
                double found = x.At(groups[g][i]), best = x.At(groups[group][cell]);
                if (double.IsNaN(found) ? !double.IsNaN(best) : largest ? found > best : found < best)
                    (group, cell) = (g, i);
            }
        }

        // The channels nearest to the best by value come first in importance; the best is always listed.
        int[] listed =
        [
            .. Enumerable.Range(0, groups.Count)
                .OrderByDescending(g => g == group ? double.PositiveInfinity : groups[g].Max(c => largest ? x.At(c) : -x.At(c)))
                .Take(CellExplanation.MostTerms).Order(),
        ];
        CellTerm[] terms = [.. listed.Select(g => Listed(context, groups[g]))];
        int columns = Columns(groups[group]);
        int values = groups.Sum(g => g.Count);
        long[] chosen = groups[group][cell];
        int term = Array.IndexOf(listed, group);
        bool isListed = cell / columns < terms[term].Values.Count;
        return new CellExplanation
        {
            Kind = ExplanationKind.Selection,
            Text = $"The {(largest ? "largest" : "smallest")} of {values} values, that at [{string.Join(", ", chosen)}].",
            Terms = terms,
            Omitted = listed.Length == groups.Count ? null : new OmittedTerms(groups.Count - listed.Length, 0),
            Chosen = isListed ? new ChosenCell(term, cell / columns, cell % columns) : null,
            Single = context.Rounded(result?.Invoke(chosen) ?? x.At(chosen)),
            Value = context.Value,
        };
    }

    /// <summary>Cells in row-major order, those of each image and channel together.</summary>
    public static List<List<long[]>> ByChannel(List<long[]> cells) =>
        [.. cells.GroupBy(cell => (cell.ElementAtOrDefault(0), cell.ElementAtOrDefault(1))).Select(group => group.ToList())];

    /// <summary>The values of some cells of one channel, in rows, as a term; the last rows are left out of very many.</summary>
    public static CellTerm Listed(CellContext context, List<long[]> cells)
    {
        CellOperand x = context.Operand(0);
        int columns = Columns(cells);
        int rows = Math.Min(cells.Count / columns, Math.Max(1, CellContext.MostValues / columns));
        return context.Placed(0, cells[0]) with
        {
            Values =
            [
                .. Enumerable.Range(0, rows).Select(row => (IReadOnlyList<double?>)
                    [.. Enumerable.Range(0, columns).Select(column => (double?)x.At(cells[(row * columns) + column]))]),
            ],
        };
    }

    // The cells of a row differ in their last position only.
    private static int Columns(List<long[]> cells)
    {
        int columns = 1;
        while (columns < cells.Count && cells[columns][..^1].AsSpan().SequenceEqual(cells[0].AsSpan(0, cells[0].Length - 1)))
            columns++;
        return columns;
    }
}
