using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>Explains cells of convolutions: the sum of the products of patches and kernels over all channels of the cell's group.</summary>
internal static class ConvolutionCells
{
    /// <param name="context">The cell.</param>
    /// <param name="weights">The input of the weights.</param>
    /// <param name="bias">The value of the bias; null if there is none.</param>
    /// <param name="zeros">The zero points of the image and of the weights.</param>
    /// <param name="finish">Makes the result of the sum; null if it is the sum.</param>
    /// <param name="after">What happens to the sum, as a sentence; empty for nothing.</param>
    public static CellExplanation Explain(
        CellContext context, int weights, double? bias, (double Image, double Weights) zeros = default,
        Func<double, double>? finish = null, string after = "")
    {
        Node node = context.Node;
        var window = new WindowCells(context, ConvolutionRules.Window(node, weights), zeros.Image);
        CellOperand w = context.Operand(weights);
        long filter = context.Index[1];
        int depth = (int)w.Shape[1];
        long first = filter / Math.Max(1, w.Shape[0] / ConvolutionRules.Groups(node)) * depth;
        (int slices, int rows, int columns) = window.Taps;
        double[] sums = new double[depth * slices];
        for (int i = 0; i < sums.Length; i++)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                    sums[i] += (window.At(first + (i / slices), i % slices, row, column) ?? 0) * Weight(i, row, column);
            }
        }

        string channels = depth == 1 ? "one input channel" : $"{depth} input channels";
        string kernel = window.Count == 1 ? "the value times its weight" : $"a patch of {window.Size} times the kernel, value by value";
        return context.Sum(
            $"The sum over {channels} of {kernel}{(bias is null ? "" : ", plus the bias")}.{after}",
            sums, i => window.Term(first + (i / slices), i % slices) with
            {
                Weights =
                [
                    .. Enumerable.Range(0, rows).Select(row => (IReadOnlyList<double>)
                        [.. Enumerable.Range(0, columns).Select(column => Weight(i, row, column))]),
                ],
                Sum = sums[i],
            },
            bias, finish);

        double Weight(int i, int row, int column) =>
            w[(((((filter * depth) + (i / slices)) * slices) + (i % slices)) * rows + row) * columns + column] - zeros.Weights;
    }
}
