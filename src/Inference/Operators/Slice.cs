using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Slice: start, end and step along axes, as in numpy. These are attributes before opset 10 and inputs since. Only the view changes.
/// </summary>
internal sealed class Slice : Operator, ILowering, IDifferentiable
{
    public override string Name => "Slice";

    public override bool ChoosesElements => true;

    public override string Limits => "starts and ends as attributes (before opset 10) or inputs, which may be computed; negative steps";

    public override (int Min, int Max) Inputs => (1, 5);

    public override Interval Range(RangeContext context) => context.Input(0);

    public override bool NeedsElements(int input) => input > 0;

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (Read(context, x.Count) is not { } ranges)
        {
            context.Set(0, context.Type(0), [.. Enumerable.Repeat(Dimension.Unknown, x.Count)]);
            return;
        }

        Dimension[] result = [.. x];
        foreach ((int axis, long start, long end, long step) in ranges)
            result[axis] = x[axis].Value is { } extent ? Clamp(start, end, step, extent).Count : Dimension.Unknown;
        context.Set(0, context.Type(0), result);
        if (x.Count == 1 && ranges is [var range] && context.Contents(0) is { } contents)
        {
            (long first, long count) = Clamp(range.Start, range.End, range.Step, contents.Count);
            context.SetContents(0, [.. Enumerable.Range(0, (int)count).Select(i => contents[(int)(first + (i * range.Step))])]);
        }
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        Shape shape = node.Required(0).KnownShape;
        if (input != 0 || Read(new ShapeContext(node), shape.Rank) is not { } ranges)
            return null;
        AxisRead[] axes = AxisRead.SameAxes(shape.Rank);
        foreach ((int axis, long start, long end, long step) in ranges)
            axes[axis] = AxisRead.Shifted(axis, Clamp(start, end, step, shape[axis]).First, step);
        return axes;
    }

    public override bool KeepsImagesApart(Node node) =>
        Read(new ShapeContext(node), node.Required(0).KnownShape.Rank) is { } ranges && ranges.All(r => r.Axis > 0);

    public void Differentiate(GradientContext context)
    {
        Shape x = context.InputShape(0), y = context.OutputShape();
        long[] begins = new long[x.Rank], ends = new long[x.Rank];
        foreach ((int axis, long start, long end, long step) in Read(new ShapeContext(context.Node), x.Rank) ?? [])
        {
            if (step != 1)
                throw context.NoRule("with steps other than 1");
            (begins[axis], long count) = Clamp(start, end, step, x[axis]);
            ends[axis] = x[axis] - begins[axis] - count;
        }

        context.Set(0, y.ElementCount == 0
            ? context.Zeros(x)
            : context.Apply(o => o.Pad, [context.Gradient(), context.Integers([.. begins, .. ends])]));
    }

    public void Lower(LoweringContext context)
    {
        View x = context.Input(0);
        long offset = x.Offset;
        long[] strides = [.. x.Strides];
        List<(int Axis, long Start, long End, long Step)> ranges =
            Read(new ShapeContext(context.Node), x.Shape.Rank)
            ?? throw context.Node.Unsupported("its ranges are computed by the graph from data");
        foreach ((int axis, long start, long end, long step) in ranges)
        {
            (long first, long _) = Clamp(start, end, step, x.Shape[axis]);
            offset += first * x.Strides[axis];
            strides[axis] = x.Strides[axis] * step;
        }

        context.Alias(new View(x.Buffer, offset, context.OutputShape(), strides));
    }

    private static List<(int Axis, long Start, long End, long Step)>? Read(ShapeContext context, int rank)
    {
        bool attributes = context.Node.Opset < 10;
        long[]? starts = attributes ? context.Attributes.Ints("starts") : context.Integers(1);
        long[]? ends = attributes ? context.Attributes.Ints("ends") : context.Integers(2);
        if (starts is null || ends is null)
            return attributes ? throw context.Node.Invalid("has no starts or no ends") : null;
        if (!attributes
            && (
                (context.Node.Input(3) is not null && context.Integers(3) is null)
                || (context.Node.Input(4) is not null && context.Integers(4) is null)))
            return null;
        long[] axes = (attributes ? context.Attributes.Ints("axes") : context.Integers(3))
            ?? [.. Enumerable.Range(0, starts.Length).Select(a => (long)a)];
        long[] steps = (attributes ? null : context.Integers(4)) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw context.Node.Invalid(
                $"has {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps; expected as many of each");
        if (steps.Contains(0))
            throw context.Node.Invalid("has a step of 0");
        var ranges = new List<(int Axis, long Start, long End, long Step)>();
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = context.Axis(axes[i], rank);
            if (ranges.Exists(r => r.Axis == axis))
                throw context.Node.Invalid($"names axis {axis} twice");
            ranges.Add((axis, starts[i], ends[i], steps[i]));
        }

        return ranges;
    }

    /// <summary>The first element and the number of elements of a range along an axis; negative positions count from the end.</summary>
    private static (long First, long Count) Clamp(long start, long end, long step, long extent)
    {
        start = start < 0 ? start + extent : start;
        end = end < 0 && end != long.MinValue ? end + extent : end;
        if (step > 0)
        {
            start = Math.Clamp(start, 0, extent);
            end = Math.Clamp(end, 0, extent);
            return (start, start < end ? ((end - start - 1) / step) + 1 : 0);
        }

        // Unlike numpy's, a start in front of all elements is the first one.
        start = Math.Clamp(start, 0, Math.Max(extent - 1, 0));
        end = Math.Clamp(end, extent == 0 ? 0 : -1, Math.Max(extent - 1, 0));
        return (start, start > end ? ((start - end - 1) / -Math.Max(step, -long.MaxValue)) + 1 : 0);
    }
}
