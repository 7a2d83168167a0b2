using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>Explains cells of transposed convolutions: the taps whose products reach the cell.</summary>
internal static class TransposedCells
{
    /// <param name="context">The cell.</param>
    /// <param name="x">The image.</param>
    /// <param name="w">The weights, [C, M / groups, (kD, kH,) kW].</param>
    /// <param name="window">The window.</param>
    /// <param name="groups">The groups of channels.</param>
    /// <param name="bias">The bias; null if there is none.</param>
    public static CellExplanation Explain(
        CellContext context, CellOperand x, CellOperand w, SlidingWindow window, int groups, CellOperand? bias)
    {
        long filter = context.Index[1];
        long perGroup = w.Shape[1];
        int depth = (int)(x.Shape[1] / groups);
        long first = filter / perGroup * depth;
        Tap[] slices = window.Axes > 2 ? Taps(0) : [default];
        Tap[] rows = window.Axes > 1 ? Taps(window.Axes - 2) : [default];
        Tap[] columns = Taps(window.Axes - 1);
        double[] sums = [.. Enumerable.Range(0, depth * slices.Length).Select(i => rows.Sum(row => columns.Sum(column =>
            (At(i, row, column) ?? 0) * Weight(i, row, column))))];
        return context.Sum(
            $"The sum over {depth} input channels of the values whose kernels reach the cell, each times its weight" +
            $"{(bias is null ? "" : ", plus the bias")}.",
            sums, i => new CellTerm
            {
                Name = x.Name,
                Channel = (int)(first + (i / slices.Length)),
                Slice = window.Axes > 2 ? (int)slices[i % slices.Length].Position : null,
                Top = rows.Length > 0 ? (int)rows[0].Position : 0,
                Left = columns.Length > 0 ? (int)columns[0].Position : 0,
                Step = [StepOf(rows), StepOf(columns)],
                Values = [.. rows.Select(row => (IReadOnlyList<double?>)[.. columns.Select(column => At(i, row, column))])],
                Weights = [.. rows.Select(row => (IReadOnlyList<double>)[.. columns.Select(column => Weight(i, row, column))])],
                Sum = sums[i],
            },
            bias?[filter]);

        // Taps and the positions that they read, from the first position on.
        Tap[] Taps(int axis)
        {
            long at = context.Index[axis + 2] + window.PadBegin[axis];
            return
            [
                .. Enumerable.Range(0, window.Kernel[axis])
                    .Where(tap => (at - ((long)tap * window.Dilation[axis])) % window.Stride[axis] == 0)
                    .Select(tap => new Tap(tap, (at - ((long)tap * window.Dilation[axis])) / window.Stride[axis]))
                    .OrderBy(tap => tap.Position),
            ];
        }

        double? At(int i, Tap row, Tap column)
        {
            long[] spatial = [slices[i % slices.Length].Position, row.Position, column.Position];
            long[] index = [context.Index[0], first + (i / slices.Length), .. spatial.Skip(3 - window.Axes)];
            return index.Where((position, axis) => position < 0 || position >= x.Shape[axis]).Any() ? null : x.At(index);
        }

        double Weight(int i, Tap row, Tap column)
        {
            long[] taps = [slices[i % slices.Length].Index, row.Index, column.Index];
            return w.At([first + (i / slices.Length), filter % perGroup, .. taps.Skip(3 - window.Axes)]);
        }
    }

    private static int StepOf(Tap[] taps) => taps.Length > 1 ? (int)(taps[1].Position - taps[0].Position) : 1;

    private readonly record struct Tap(int Index, long Position);
}
