using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators.Support;

/// <summary>The product of two labelled operands, summed over the labels that nothing else needs.</summary>
internal static class EinsteinProduct
{
    /// <summary>Emits the product; its axes are those of the labels that are needed later.</summary>
    public static LabelledView Emit(LoweringContext context, LabelledView a, LabelledView b, HashSet<int> needed)
    {
        // What only one of them has and nothing needs is summed before the product.
        a = SumOut(context, a, [.. needed, .. b.Labels]);
        b = SumOut(context, b, [.. needed, .. a.Labels]);
        int[] shared = [.. a.Labels.Intersect(b.Labels).Where(needed.Contains)];
        int[] summed = [.. a.Labels.Intersect(b.Labels).Where(label => !needed.Contains(label))];
        int[] rows = [.. a.Labels.Except(b.Labels)];
        int[] columns = [.. b.Labels.Except(a.Labels)];
        long stack = a.Count(shared);
        (long m, long n, long k) = (a.Count(rows), b.Count(columns), a.Count(summed));
        Extents.Check([stack, m, n]);
        int[] labels = [.. shared, .. rows, .. columns];
        var shape = new Shape(
            [.. shared.Concat(rows).Select(label => a.Count([label])), .. columns.Select(label => b.Count([label]))]);
        View result = LoweringContext.NewPlain(shape, a.View.Type);
        View product = result.TryReshape(new Shape(stack, m, n))!;
        View left = context.AsPlain(a.InOrder([.. shared, .. rows, .. summed])).TryReshape(new Shape(stack, m, k))!;
        View right = context.AsPlain(b.InOrder([.. shared, .. summed, .. columns])).TryReshape(new Shape(stack, k, n))!;
        if (a.View.Type == ElementType.Float32)
        {
            context.Emit(new MatrixProductStep(left, right, product, context.Kernels, context.Zeros));
            return new LabelledView(result, labels);
        }

        ScalarProduct.Emit(context, left, right, product);
        return new LabelledView(result, labels);
    }

    /// <summary>The operand summed over all labels but these.</summary>
    public static LabelledView SumOut(LoweringContext context, LabelledView operand, HashSet<int> kept)
    {
        int[] stay = [.. operand.Labels.Where(kept.Contains)];
        int[] go = [.. operand.Labels.Where(label => !kept.Contains(label))];
        if (go.Length == 0)
            return operand;
        View rows = context.AsPlain(operand.InOrder([.. stay, .. go]));
        View sums = LoweringContext.NewPlain(new Shape([.. stay.Select(label => operand.Count([label]))]), rows.Type);
        context.Emit(Sum(rows, sums, operand.Count(stay), operand.Count(go)));
        return new LabelledView(sums, stay);
    }

    private static ReductionStep Sum(View rows, View sums, long count, long columns) => new(
        ReductionKind.Sum, rows, sums, alongRows: true, matrices: 1, matrixStride: 0, count, columns, columns);
}
