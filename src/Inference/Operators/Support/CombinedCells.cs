using Fovea.Inference.Graphs;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>Explains cells of functions of two or more operands at one position.</summary>
internal static class CombinedCells
{
    /// <summary>The explanation; null if the operator does not say which values it reads.</summary>
    public static CellExplanation? Explain(CellContext context, BinaryKind kind)
    {
        var cells = new List<long[]>();
        for (int input = 0; input < context.Node.Inputs.Length; input++)
        {
            if (context.Source(input) is not { } cell)
                return null;
            cells.Add(cell);
        }

        double[] values = [.. cells.Select((cell, input) => context.Operand(input).At(cell))];
        switch (kind)
        {
            case BinaryKind.Add:
                return context.Sum("The sum of the operands.", values, input => context.One(input, cells[input]));
            case BinaryKind.Sub:
                return context.Sum(
                    "The first operand minus the second.", [values[0], -values[1]],
                    input => context.One(input, cells[input], input == 0 ? 1 : -1));
            default:
                CellTerm[] terms = [.. cells.Select((cell, input) => context.One(input, cell, adds: false))];
                double result = values.Skip(1).Aggregate(values[0], (a, b) => Apply(kind, a, b, context.Type.IsFloat()));
                return context.Function(Text(kind), terms, result);
        }
    }

    private static double Apply(BinaryKind kind, double a, double b, bool real) => kind switch
    {
        BinaryKind.Mul => a * b,
        BinaryKind.Div => real ? a / b : Math.Truncate(a / b),
        BinaryKind.Min or BinaryKind.Minimum => Math.Min(a, b),
        BinaryKind.Max or BinaryKind.Maximum => Math.Max(a, b),
        BinaryKind.Pow => Math.Pow(a, b),
        BinaryKind.PRelu => a < 0 ? a * b : a,
        BinaryKind.Mod => a - (Math.Floor(a / b) * b),
        BinaryKind.Fmod => Math.IEEERemainder(a, b) is var rest && rest != 0 && rest < 0 != a < 0 ? rest + Math.CopySign(b, a) : a % b,
        _ => double.NaN,
    };

    private static string Text(BinaryKind kind) => kind switch
    {
        BinaryKind.Mul => "The product of the operands.",
        BinaryKind.Div => "The first operand divided by the second.",
        BinaryKind.Min or BinaryKind.Minimum => "The smallest of the operands.",
        BinaryKind.Max or BinaryKind.Maximum => "The largest of the operands.",
        BinaryKind.Pow => "The first operand to the power of the second.",
        BinaryKind.PRelu => "The first operand, times the second if it is negative.",
        _ => "The remainder of the first operand divided by the second.",
    };
}
