using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Pad: padding with a constant, with mirrored elements (reflect), with repeated border elements (edge) or periodically (wrap);
/// negative pads crop. Pads are an attribute before opset 11 (paddings in opset 1) and an input since; opset 18 adds axes.
/// </summary>
internal sealed class Pad : Operator, ILowering, IDifferentiable
{
    private const string Constant = "constant";

    // In the order of PaddingMode.
    private static readonly string[] Modes = [Constant, "reflect", "edge", "wrap"];

    public override string Name => "Pad";

    public override string Limits => "constant, reflect, edge, wrap; negative pads crop; pads may be computed";

    public override (int Min, int Max) Inputs => (1, 4);

    // Other modes repeat elements.
    public override Interval Range(RangeContext context)
    {
        Node node = context.Node;
        if (Mode(node) != Constant)
            return context.Input(0);
        double value = node.Opset < 11 ? node.Attributes.Float("value", 0f) : 0;
        return context.Input(0).Or(node.Opset >= 11 && node.Input(2) is not null ? context.Input(2) : new Interval(value, value));
    }

    public override bool NeedsElements(int input) => input is 1 or 3;

    public override void Infer(ShapeContext context)
    {
        if (Mode(context.Node) is var mode && !Modes.Contains(mode))
            throw context.Node.Invalid($"mode is '{ShownText.Name(mode)}'; expected one of {string.Join(", ", Modes)}");
        if (context.Node.Opset >= 11 && context.Node.Input(2)?.Type is { } filler && filler != context.Type(0))
            throw context.Node.Invalid($"its constant_value is {filler}; expected {context.Type(0)} like its data");
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (Read(context.Node, x.Count) is not { } pads)
        {
            context.Set(0, context.Type(0), [.. Enumerable.Repeat(Dimension.Unknown, x.Count)]);
            return;
        }

        context.Set(0, context.Type(0), [.. x.Select((d, a) => d.Value is { } extent
            ? Extents.Add(extent, pads.Begin[a] + pads.End[a])
            : pads.Begin[a] + pads.End[a] == 0 ? d : Dimension.Unknown)]);
    }

    public override WindowRule Window(Node node)
    {
        Shape shape = node.Required(0).KnownShape;
        if (shape.Rank < 3 || Read(node, shape.Rank) is not { } pads)
            return WindowRule.Pointwise;
        // Padding shifts every position, like a window of one tap with padding.
        int axes = shape.Rank - 2;
        return new WindowRule(WindowKind.Sliding)
        {
            Kernel = [.. Enumerable.Repeat(1, axes)],
            Stride = [.. Enumerable.Repeat(1, axes)],
            Dilation = [.. Enumerable.Repeat(1, axes)],
            Padding = [.. pads.Begin.Skip(2).Concat(pads.End.Skip(2)).Select(p => (int)p)],
        };
    }

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        Shape shape = node.Required(0).KnownShape;
        if (input != 0 || Read(node, shape.Rank) is not { } pads)
            return null;
        string mode = Mode(node);
        return
        [
            .. shape.Select((extent, axis) => AxisRead.Of(
                axis,
                (cell, positions) => positions.Add(Position(mode, cell - pads.Begin[axis], extent)),
                cells => Range(mode, new AxisRange(cells.Begin - pads.Begin[axis], cells.End - pads.Begin[axis]), extent))),
        ];
    }

    // What a range of positions repeats: long ones, all elements.
    private static AxisRange Range(string mode, AxisRange positions, long extent)
    {
        if (mode == Constant || extent == 0)
            return positions;
        if (positions.Length > 2 * extent)
            return new AxisRange(0, extent);
        AxisRange? range = null;
        for (long position = positions.Begin; position < positions.End; position++)
        {
            long read = Position(mode, position, extent);
            range = range?.Or(new AxisRange(read, read + 1)) ?? new AxisRange(read, read + 1);
        }

        return range!.Value;
    }

    // The element that a position beyond the borders repeats; the position itself for a constant.
    private static long Position(string mode, long position, long extent)
    {
        if (mode == Constant || (position >= 0 && position < extent) || extent == 0)
            return position;
        long period = mode == "wrap" ? extent : Math.Max(1, 2 * (extent - 1));
        long inPeriod = ((position % period) + period) % period;
        return mode switch
        {
            "edge" => Math.Clamp(position, 0, extent - 1),
            "wrap" => inPeriod,
            _ => Math.Min(inPeriod, period - inPeriod),
        };
    }

    public override CellExplanation? Explain(CellContext context)
    {
        if (context.Copy() is { } copy)
            return copy;
        double value = context.Node.Opset < 11 ? context.Node.Attributes.Float("value", 0f)
            : context.Node.Input(2) is { KnownShape.ElementCount: > 0 } ? context.Operand(2)[0]
            : 0;
        return context.Function("Padding: a constant.", [], value);
    }

    /// <summary>The pads of every axis; null if the graph computes them.</summary>
    public static (long[] Begin, long[] End)? Read(Node node, int rank)
    {
        var context = new ShapeContext(node);
        long[]? pads = node.Opset < 11 ? node.Attributes.Ints("pads") ?? node.Attributes.Ints("paddings") : context.Integers(1);
        if (pads is null)
            return node.Opset < 11 ? throw node.Invalid("has no pads") : null;
        int[]? axes = node.Opset >= 18 && node.Input(3) is not null
            ? context.Integers(3) is { } given ? [.. given.Select(a => context.Axis(a, rank))] : null
            : [.. Enumerable.Range(0, rank)];
        if (axes is null)
            return null;
        if (pads.Length != 2 * axes.Length)
            throw node.Invalid($"has {pads.Length} pads; expected a begin and an end for each of {axes.Length} axes");
        if (pads.Any(p => p is < -(1 << 20) or > 1 << 20))
            throw node.Invalid($"pads are [{string.Join(',', pads)}]; each must be between -2^20 and 2^20");
        long[] begin = new long[rank];
        long[] end = new long[rank];
        for (int i = 0; i < axes.Length; i++)
        {
            begin[axes[i]] = pads[i];
            end[axes[i]] = pads[i + axes.Length];
        }

        return (begin, end);
    }

    /// <summary>The bytes of the padding value in constant mode; null if the graph computes it.</summary>
    public static byte[]? Element(Node node)
    {
        int size = (node.Required(0).Type ?? ElementType.Float32).SizeInBytes();
        if (node.Opset < 11)
            return ElementBytes.Of(node.Required(0).Type ?? ElementType.Float32, node.Attributes.Float("value", 0f));
        if (node.Input(2) is not { } value)
            return new byte[size];
        return value.Elements is { } tensor ? tensor.Shape.ElementCount == 0 ? new byte[size] : tensor.Bytes[..size].ToArray() : null;
    }

    public override bool IsIdentity(Node node) =>
        Read(node, node.Required(0).Shape.Rank) is { } pads && pads.Begin.Concat(pads.End).All(p => p == 0);

    public override SpatialPadding? ZeroPadding(Node node)
    {
        int rank = node.Required(0).Shape.Rank;
        if (Mode(node) != Constant || rank < 3 || node.Required(0).Type != ElementType.Float32 ||
            (node.Opset >= 11 && node.Input(2) is { } value && value.Type != ElementType.Float32))
            return null;
        if (Read(node, rank) is not { } pads || Element(node) is not { } element || element.Any(b => b != 0))
            return null;
        (long[] begin, long[] end) = pads;
        return begin.Concat(end).All(p => p >= 0) && begin[0] + begin[1] + end[0] + end[1] == 0
            ? new SpatialPadding(begin[2..], end[2..])
            : null;
    }

    public override bool KeepsImagesApart(Node node) =>
        Read(node, node.Required(0).KnownShape.Rank) is { } pads && pads.Begin[0] == 0 && pads.End[0] == 0;

    public void Differentiate(GradientContext context)
    {
        if (Mode(context.Node) != Constant || Read(context.Node, context.InputShape(0).Rank) is not { } pads)
            throw context.NoRule($"in the mode {Mode(context.Node)}");
        context.Set(0, context.Apply(
            o => o.Pad, [context.Gradient(), context.Integers([.. pads.Begin.Select(n => -n), .. pads.End.Select(n => -n)])]));
    }

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        View x = context.Input(0);
        (long[] begin, long[] end) = Read(node, x.Shape.Rank) ?? throw node.Unsupported("its pads are computed by the graph from data");
        View output = context.OutputLike(x);
        if (Mode(node) == Constant)
        {
            ElementType? filler = node.Opset < 11 ? x.Type : node.Input(2)?.Type ?? x.Type;
            if (filler != x.Type)
                throw node.Invalid($"its value is {filler}; expected {x.Type} like its input");
            byte[]? element = Element(node);
            if (element is not null && output.Shape.ElementCount == output.Buffer.Elements)
                context.Emit(new FillStep(output, element));
            else
                context.Emit(new CopyStep(Filler(context, element).Expand(output.Shape), output, "fill"));
            PadBorders.CopyInterior(context, x, output, begin, end);
        }
        else
        {
            PadBorders.Emit(context, x, output, begin, end, (PaddingMode)Array.IndexOf(Modes, Mode(node)));
        }
    }

    private static string Mode(Node node) => node.Attributes.Text("mode", Constant);

    // The padding value, which the graph may compute.
    private static View Filler(LoweringContext context, byte[]? element)
    {
        if (element is not null)
            return context.Filled(element, context.Input(0).Type);
        View value = context.Plain(2);
        return value.Shape.ElementCount == 1
            ? value.TryReshape(Shape.Scalar)!
            : throw context.Node.Invalid($"its value has the shape {value.Shape}; expected one element");
    }
}
