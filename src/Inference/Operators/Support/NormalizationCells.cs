using System.Globalization;
using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// Explains cells of normalisations: (x - mean) / sqrt(variance + epsilon) * scale + shift, as one factor and one summand.
/// </summary>
internal static class NormalizationCells
{
    /// <summary>Of given statistics.</summary>
    /// <param name="context">The cell; input 0 is normalised.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="variance">The variance.</param>
    /// <param name="epsilon">What is added to it.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="shift">The shift.</param>
    /// <param name="source">Where the statistics come from.</param>
    public static CellExplanation Explain(
        CellContext context, double mean, double variance, double epsilon, double scale, double shift, string source)
    {
        double factor = scale / Math.Sqrt(variance + epsilon);
        double summand = shift - (mean * factor);
        long[] cell = [.. context.Index];
        CellTerm term = context.One(0, cell, factor);
        return context.Sum(
            string.Create(
                CultureInfo.InvariantCulture,
                $"(x - mean) / sqrt(variance + epsilon) * scale + shift, with the mean {(float)mean} and the variance {(float)variance} " +
                $"{source}, epsilon {(float)epsilon}, scale {(float)scale} and shift {(float)shift}: one factor and one bias."),
            [term.Sum!.Value], _ => term, summand);
    }

    /// <summary>Of the statistics of the cells that the operator reads; null if it does not say which.</summary>
    public static CellExplanation? OfOwn(CellContext context, double epsilon, double scale, double shift)
    {
        if (context.Cells(0) is not { Count: > 0 } cells)
            return null;
        CellOperand x = context.Operand(0);
        double mean = cells.Average(cell => x.At(cell));
        double variance = cells.Average(cell => Math.Pow(x.At(cell) - mean, 2));
        return Explain(context, mean, variance, epsilon, scale, shift, $"of {cells.Count} values");
    }
}
