using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Tile: the tensor repeated along each axis; in opset 1 along one axis. A repeat of 0 leaves nothing.
/// </summary>
internal sealed class Tile : Operator, ILowering
{
    public override string Name => "Tile";

    public override bool ChoosesElements => true;

    public override string Limits => "repeats, which may be computed; tiles along one axis in opset 1";

    public override (int Min, int Max) Inputs => (2, 3);

    // Opset 1 gives the number of tiles and the axis in the type of the tensor.
    public override bool Accepts(int input, ElementType type) => input == 0 || type != ElementType.Bool;

    public override bool NeedsElements(int input) => input > 0;

    public override Interval Range(RangeContext context) => context.Input(0);

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (Repeats(context, x.Count) is not { } repeats)
        {
            context.Set(0, context.Type(0), [.. x.Select(_ => Dimension.Unknown)]);
            return;
        }

        if (repeats.Length != x.Count || repeats.Any(r => r < 0))
            throw node.Invalid(
                $"repeats [{string.Join(',', repeats)}]; expected one number, at least 0, for each axis of {context.Shape(0)}");
        context.Set(0, context.Type(0), [.. x.Select((d, i) => Times(d, repeats[i]))]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override AxisRead[]? Reads(Node node, int output, int input) => input == 0
        ? [
            .. node.Required(0).KnownShape.Select((extent, axis) => AxisRead.Of(
                axis,
                (cell, positions) => positions.Add(Position(cell, extent)),
                cells => Range(cells, extent))),
        ]
        : null;

    private static long Position(long cell, long extent) => extent == 0 ? cell : ((cell % extent) + extent) % extent;

    // Neighbours read neighbours, but for those at the seam.
    private static AxisRange Range(AxisRange cells, long extent)
    {
        if (extent == 0)
            return cells;
        long first = Position(cells.Begin, extent);
        return cells.Length < extent - first ? new AxisRange(first, first + cells.Length) : new AxisRange(0, extent);
    }

    public override bool KeepsImagesApart(Node node) =>
        node.Required(0).KnownShape is { Rank: > 0 } x && Repeats(new ShapeContext(node), x.Rank) is [1, ..];

    public override bool IsIdentity(Node node) => node.Required(0).Shape.Equals(node.Outputs[0].Shape);

    // Each axis becomes two, the repeats and the elements; the operand is repeated along the first by a stride of 0.
    public void Lower(LoweringContext context)
    {
        View x = context.Input(0);
        View output = context.PlainOutput();
        long[] repeats = Repeats(new ShapeContext(context.Node), x.Shape.Rank)
            ?? throw context.Node.Unsupported("its repeats are computed by the graph from data");
        if (output.Shape.ElementCount == 0)
            return;
        long[] extents = new long[2 * x.Shape.Rank];
        long[] strides = new long[2 * x.Shape.Rank];
        for (int axis = 0; axis < x.Shape.Rank; axis++)
        {
            extents[2 * axis] = repeats[axis];
            extents[(2 * axis) + 1] = x.Shape[axis];
            strides[(2 * axis) + 1] = x.Strides[axis];
        }

        var shape = new Shape(extents);
        var target = new View(output.Buffer, output.Offset, shape, View.PlainStrides(shape));
        context.Emit(new CopyStep(new View(x.Buffer, x.Offset, shape, strides), target, "tiles"));
    }

    private static long[]? Repeats(ShapeContext context, int rank)
    {
        if (context.Node.Opset >= 6)
            return context.Integers(1);
        context.Node.Required(2);
        if (ConstantNumbers.Integer(context.Node, 1) is not { } tiles || ConstantNumbers.Integer(context.Node, 2) is not { } at)
            return null;
        int axis = context.Axis(at, rank);
        return [.. Enumerable.Range(0, rank).Select(i => i == axis ? tiles : 1)];
    }

    private static Dimension Times(Dimension extent, long repeats) =>
        repeats == 1 ? extent : repeats == 0 ? 0 : extent.Value is { } e ? Extents.Multiply(e, repeats) : Dimension.Unknown;
}
