using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of reductions over axes, which are an attribute or an input.</summary>
internal abstract class ReduceOperator : Operator, ILowering, IDifferentiable
{
    private static readonly IReadOnlyList<ElementType> Wide =
    [
        ElementType.Float32, ElementType.Float64, ElementType.Int32, ElementType.Int64, ElementType.UInt32, ElementType.UInt64,
    ];

    protected abstract ReductionKind Kind { get; }

    /// <summary>The element types that the function is defined for.</summary>
    protected virtual IReadOnlyList<ElementType> Types => Wide;

    /// <summary>The types of a function that takes bytes and booleans too.</summary>
    protected static IReadOnlyList<ElementType> WithNarrow { get; } = [.. Wide, ElementType.Int8, ElementType.UInt8, ElementType.Bool];

    public override string Limits => "axes as attribute (before opset 18) or input";

    public override (int Min, int Max) Inputs => (1, 2);

    public override bool Accepts(int input, ElementType type) =>
        input == 0 ? Types.Contains(type) : base.Accepts(input, type);

    public override bool NeedsElements(int input) => input == 1;

    public override void Infer(ShapeContext context) => Reduction.Infer(context);

    public override WindowRule Window(Node node)
    {
        Shape shape = node.Required(0).KnownShape;
        if (Reduction.KnownAxes(new ShapeContext(node), shape.Rank) is not { } axes)
            return WindowRule.None;
        if (axes.All(a => a == 1))
            return WindowRule.Pointwise;
        return shape.Rank >= 3 && Enumerable.Range(2, shape.Rank - 2).All(axes.Contains) ? WindowRule.Global : WindowRule.None;
    }

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        int rank = node.Required(0).KnownShape.Rank;
        if (input != 0 || Reduction.KnownAxes(new ShapeContext(node), rank) is not { } axes)
            return null;
        bool keeps = node.Outputs[0].KnownShape.Rank == rank;
        int next = 0;
        return [.. Enumerable.Range(0, rank).Select(axis =>
            axes.Contains(axis) ? AxisRead.All : AxisRead.Same(keeps ? axis : next++))];
    }

    public override CellExplanation? Explain(CellContext context) => ReductionCells.Explain(context, Kind);

    public override bool KeepsImagesApart(Node node) =>
        Reduction.KnownAxes(new ShapeContext(node), node.Required(0).KnownShape.Rank) is { } axes && !axes.Contains(0);

    public void Differentiate(GradientContext context)
    {
        Node node = context.Node;
        Shape x = context.InputShape(0);
        int[] axes = Reduction.KnownAxes(new ShapeContext(node), x.Rank) ?? throw context.NoRule("over axes that the graph computes");
        var kept = new Shape([.. x.Select((extent, axis) => axes.Contains(axis) ? 1 : extent)]);
        Value dy = context.Expand(context.Reshape(context.Gradient(), kept), x);
        Value value = context.Input(0);
        context.Set(0, Kind switch
        {
            ReductionKind.Sum => dy,
            ReductionKind.Mean => context.Scale(dy, (float)kept.ElementCount / Math.Max(1, x.ElementCount)),
            ReductionKind.SumSquare => context.Scale(context.Multiply(dy, value), 2),
            ReductionKind.L1 => context.Multiply(dy, context.Apply(o => o.Sign, [value])),
            ReductionKind.L2 => context.Divide(context.Multiply(dy, value), Result()),
            ReductionKind.LogSumExp => context.Multiply(dy, context.Apply(o => o.Exp, [context.Subtract(value, Result())])),
            ReductionKind.Max or ReductionKind.Min => Chosen(),
            _ => throw context.NoRule(""),
        });

        Value Result() => context.Reshape(context.Output(), kept);

        // Equal parts to all that are equal to the result.
        Value Chosen()
        {
            Value equal = context.Apply(o => o.Equal, [value, Result()]);
            Value ones = context.Apply(o => o.Where, [equal, context.Number(1), context.Number(0)]);
            Value count = context.Apply(o => o.ReduceSum, [ones, context.Integers([.. axes.Select(axis => (long)axis)])], ("keepdims", 1L));
            return context.Divide(context.Multiply(dy, ones), count);
        }
    }

    public void Lower(LoweringContext context) =>
        Reduction.Lower(context, Kind, Reduction.Axes(new ShapeContext(context.Node), context.InputShape(0).Rank));
}
