using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of ArgMax and ArgMin: the position of the extreme element along an axis, the first one or the last.</summary>
internal abstract class ArgOperator : Operator, ILowering
{
    private static readonly unsafe IReadOnlyList<ElementType> Types = ElementKernels.With(kernels => kernels.ExtremeIndex != null);

    protected abstract LineKind Kind { get; }

    public override bool Accepts(int input, ElementType type) => Types.Contains(type);

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, ElementType.Int64, SymbolicShape.Unknown);
            return;
        }

        int axis = context.Axis(context.Attributes.Int("axis", 0), x.Count);
        if (x[axis].Value == 0)
            throw context.Node.Invalid($"axis {axis} of {context.Shape(0)} has no elements; expected at least one");
        bool keep = context.Attributes.Int("keepdims", 1) != 0;
        context.Set(0, ElementType.Int64, [.. x.Select((d, i) => i == axis ? 1 : d).Where((_, i) => keep || i != axis)]);
    }

    public override Interval Range(RangeContext context)
    {
        Node node = context.Node;
        return node.Required(0).Shape.Dimensions is { Count: > 0 } x && x[Axis(node)].Value is > 0 and var extent
            ? new Interval(0, extent - 1)
            : new Interval(0, double.PositiveInfinity);
    }

    public override WindowRule Window(Node node) => Axis(node) == 1 ? WindowRule.Pointwise : WindowRule.None;

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        int rank = node.Required(0).KnownShape.Rank;
        bool keeps = node.Outputs[0].KnownShape.Rank == rank;
        int next = 0;
        return [.. Enumerable.Range(0, rank).Select(axis => axis == Axis(node) ? AxisRead.All : AxisRead.Same(keeps ? axis : next++))];
    }

    public override CellExplanation? Explain(CellContext context)
    {
        if (context.Cells(0) is not { Count: > 0 } cells || context.Node.Attributes.Int("select_last_index", 0) != 0)
            return null;
        int axis = Axis(context.Node);
        CellExplanation extreme = ReductionCells.Extreme(
            context, Kind == LineKind.LargestIndex, ReductionCells.ByChannel(cells), cell => cell[axis]);
        return extreme with { Text = $"The position along axis {axis} of the value that is chosen. {extreme.Text}" };
    }

    public override bool KeepsImagesApart(Node node) => Axis(node) > 0;

    public void Lower(LoweringContext context)
    {
        int axis = Axis(context.Node);
        View input = context.Input(0);
        View output = context.PlainOutput();

        // The classes of a channels-last image lie one behind the other already: each pixel is a line.
        if (axis == 1 && input is { IsChannelsLast: true, IsPlain: false } && input.Shape.Rank > 2)
        {
            int[] order = [0, .. Enumerable.Range(2, input.Shape.Rank - 2), 1];
            input = context.AsPlain(input.Permute(order));
            axis = input.Shape.Rank - 1;
        }

        context.Emit(new LineStep(Kind, context.AsPlain(input), axis, values: null, output, results: 1)
        {
            TakeLast = context.Node.Attributes.Int("select_last_index", 0) != 0,
        });
    }

    private static int Axis(Node node) => node.Axis(node.Attributes.Int("axis", 0), node.Required(0).Shape.Rank);
}
