using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Operators.Support;

/// <summary>The operands of numpy.matmul as stacks of matrices: leading axes broadcast, vectors are promoted.</summary>
internal static class MatrixStacks
{
    /// <summary>The shape of the product of two inputs; null if a rank is not known.</summary>
    /// <exception cref="InvalidModelException">They cannot be multiplied.</exception>
    public static IReadOnlyList<Dimension>? Shape(ShapeContext context, int left, int right)
    {
        Node node = context.Node;
        if (context.Dimensions(left) is { Count: 0 } || context.Dimensions(right) is { Count: 0 })
            throw node.Invalid("an operand is a scalar; expected vectors, matrices or stacks of them");
        if (context.Dimensions(left) is not { Count: > 0 } a || context.Dimensions(right) is not { Count: > 0 } b)
            return null;
        Dimension k = a[^1];
        Dimension depth = b.Count == 1 ? b[0] : b[^2];
        if (k.IsKnown && depth.IsKnown && k != depth)
        {
            throw node.Invalid(
                $"{context.Shape(left)} and {context.Shape(right)} cannot be multiplied: the inner extents are {k} and {depth}");
        }

        IReadOnlyList<Dimension> lead = ShapeContext.Broadcast(node, [.. a.SkipLast(2)], [.. b.SkipLast(2)])!;
        var result = new List<Dimension>(lead);
        if (a.Count > 1)
            result.Add(a[^2]);
        if (b.Count > 1)
            result.Add(b[^1]);
        return result;
    }

    /// <summary>Operands in plain order, and their product, as stacks [matrices, rows, columns]; a broadcast stack has stride 0.</summary>
    public static (View A, View B, View Product) Of(LoweringContext context, View a, View b, View output)
    {
        if (a.Shape.Rank == 1)
            a = a.TryReshape(new Shape(1, a.Shape[0]))!;
        if (b.Shape.Rank == 1)
            b = b.TryReshape(new Shape(b.Shape[0], 1))!;
        int lead = Math.Max(a.Shape.Rank, b.Shape.Rank) - 2;
        long[] stack = new long[lead];
        for (int i = 1; i <= lead; i++)
        {
            long x = i <= a.Shape.Rank - 2 ? a.Shape[a.Shape.Rank - 2 - i] : 1;
            long y = i <= b.Shape.Rank - 2 ? b.Shape[b.Shape.Rank - 2 - i] : 1;
            stack[^i] = x == 1 ? y : x;
        }

        View left = Stacked(context, a, stack);
        View right = Stacked(context, b, stack);
        return (left, right, output.TryReshape(new Shape(left.Shape[0], a.Shape[-2], b.Shape[-1]))!);
    }

    private static View Stacked(LoweringContext context, View view, long[] stack)
    {
        long matrices = stack.Aggregate(1L, (x, y) => x * y);
        View wide = view.Expand(new Shape([.. stack, view.Shape[-2], view.Shape[-1]]));
        var shape = new Shape(matrices, view.Shape[-2], view.Shape[-1]);
        return wide.TryReshape(shape) ?? context.AsPlain(wide).TryReshape(shape)!;
    }
}
