using System.Globalization;
using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The base of Softmax, LogSoftmax and Hardmax: along one axis since opset 13; before, over all axes from axis on together, as if the input
/// were a matrix.
/// </summary>
internal abstract class SoftmaxOperator : Operator, ILowering
{
    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is { } x)
            Axis(context.Node, x.Count);
        context.SameAsInput();
    }

    public override WindowRule Window(Node node) =>
        node.Required(0).Shape.Rank >= 3 && Axis(node, node.Required(0).Shape.Rank) == 1 && node.Opset >= 13
            ? WindowRule.Pointwise
            : WindowRule.None;

    // Before opset 13 all axes from the given one on are one.
    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        int rank = node.Required(0).KnownShape.Rank;
        int axis = Axis(node, rank);
        return [.. Enumerable.Range(0, rank).Select(
            i => i == axis || (i > axis && node.Opset < 13) ? AxisRead.All : AxisRead.Same(i))];
    }

    /// <summary>Explains a cell as a function of its share of the exponentials.</summary>
    protected static CellExplanation? Explain(CellContext context, string text, Func<double, double> result)
    {
        if (context.Cells(0) is not { Count: > 0 } cells)
            return null;
        CellOperand x = context.Operand(0);
        double largest = cells.Max(cell => x.At(cell));
        double[] exponentials = [.. cells.Select(cell => Math.Exp(x.At(cell) - largest))];
        double own = Math.Exp(x.At(context.Index) - largest);
        return context.Sum(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{text} The value is {(float)x.At(context.Index)}, the largest {(float)largest}; each term adds e^(value - largest)."),
            exponentials, i => context.One(0, cells[i]) with { Sum = exponentials[i] }, bias: null, total => result(own / total)) with
        { Kind = ExplanationKind.Function };
    }

    /// <summary>The sum over the axes of the softmax, which stay as axes of extent 1.</summary>
    protected static Value SumOverAxes(GradientContext context, Value value)
    {
        int rank = context.InputShape(0).Rank;
        int axis = Axis(context.Node, rank);
        long[] axes = [.. Enumerable.Range(axis, context.Node.Opset < 13 ? rank - axis : 1).Select(a => (long)a)];
        return context.Apply(o => o.ReduceSum, [value, context.Integers(axes)], ("keepdims", 1L));
    }

    public override bool KeepsImagesApart(Node node) => Axis(node, node.Required(0).KnownShape.Rank) > 0;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        Shape shape = context.InputShape(0);
        int axis = Axis(node, shape.Rank);
        if (node.Opset < 13 || axis == shape.Rank - 1)
        {
            long columns = shape.Skip(axis).Aggregate(1L, (a, b) => a * b);
            View rows = context.Plain(0);
            Emit(context, rows, context.PlainOutput(), shape.ElementCount / Math.Max(1, columns), columns);
            return;
        }

        // Moves the axis to the end. For axis 1 it already is there if the input is in channels-last order.
        int[] order = [.. Enumerable.Range(0, shape.Rank).Where(a => a != axis), axis];
        View moved = context.AsPlain(context.Input(0).Permute(order));
        View result = LoweringContext.NewPlain(moved.Shape, moved.Type);
        Emit(context, moved, result, shape.ElementCount / Math.Max(1, shape[axis]), shape[axis]);
        int[] back = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            back[order[i]] = i;
        context.SetOutput(result.Permute(back));
    }

    /// <summary>Emits the function of each row of a dense matrix.</summary>
    protected abstract void Emit(LoweringContext context, View input, View output, long rows, long columns);

    private static int Axis(Node node, int rank) =>
        node.Axis(node.Attributes.Int("axis", node.Opset < 13 ? 1 : -1), rank);
}
