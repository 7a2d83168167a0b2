using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>Explains cells of matrix products: a row times a column, plus a bias.</summary>
internal static class ProductCells
{
    /// <param name="context">The cell; inputs 0 and 1 are the operands.</param>
    /// <param name="factor">What the product is multiplied with.</param>
    /// <param name="bias">What is added; null for nothing.</param>
    /// <returns>Null if the operator does not say which values it reads.</returns>
    public static CellExplanation? Explain(CellContext context, double factor = 1, double? bias = null)
    {
        if (context.Cells(0) is not { } row || context.Cells(1) is not { } column || row.Count != column.Count)
            return null;
        CellOperand a = context.Operand(0);
        CellOperand b = context.Operand(1);
        double[] sums = [.. row.Zip(column, (x, w) => a.At(x) * b.At(w) * factor)];
        return context.Sum(
            $"The sum of {row.Count} values, each times its weight{(bias is null ? "" : ", plus the bias")}.", sums,
            i => context.One(0, row[i], b.At(column[i]) * factor) with { Sum = sums[i] }, bias);
    }
}
