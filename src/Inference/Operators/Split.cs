using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Split: parts along an axis. Their lengths are an attribute before opset 13 (in opset 1 an attribute or an input) and an input
/// since; without them the parts are equal, and since opset 18 the last one may be shorter. Only views are created.
/// </summary>
internal sealed class Split : Operator, ILowering, IDifferentiable
{
    public override string Name => "Split";

    public override string Limits => "sizes as attribute (before opset 13) or input; num_outputs";

    public override (int Min, int Max) Inputs => (1, 2);

    public override Interval Range(RangeContext context) => context.Input(0);

    public override bool NeedsElements(int input) => input == 1;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is not { } x)
        {
            for (int i = 0; i < node.Outputs.Length; i++)
                context.Set(i, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        int axis = context.Axis(node.Attributes.Int("axis", 0), x.Count);
        long[]? lengths = Lengths(context, x[axis]);
        for (int i = 0; i < node.Outputs.Length; i++)
            context.Set(i, context.Type(0), [.. x.Select((d, a) => a != axis ? d : lengths is null ? Dimension.Unknown : lengths[i])]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        if (input != 0)
            return null;
        int rank = node.Required(0).KnownShape.Rank;
        int axis = node.Axis(node.Attributes.Int("axis", 0), rank);
        AxisRead[] axes = AxisRead.SameAxes(rank);
        axes[axis] = AxisRead.Shifted(axis, node.Outputs.Take(output).Sum(part => part.KnownShape[axis]));
        return axes;
    }

    public override CellExplanation? Explain(CellContext context) => context.Copy();

    public override bool KeepsImagesApart(Node node) =>
        node.Axis(node.Attributes.Int("axis", 0), node.Required(0).KnownShape.Rank) > 0;

    public void Differentiate(GradientContext context)
    {
        int axis = context.Node.Axis(context.Node.Attributes.Int("axis", 0), context.InputShape(0).Rank);
        Value?[] parts = [.. Enumerable.Range(0, context.Node.Outputs.Length).Select(context.Gradient)];
        context.Set(0, context.Apply(o => o.Concat, parts, ("axis", (long)axis)));
    }

    public void Lower(LoweringContext context)
    {
        View x = context.Input(0);
        int axis = context.Node.Axis(context.Node.Attributes.Int("axis", 0), x.Shape.Rank);
        long start = 0;
        for (int i = 0; i < context.Node.Outputs.Length; i++)
        {
            Shape shape = context.OutputShape(i);
            context.Alias(new View(x.Buffer, x.Offset + (start * x.Strides[axis]), shape, x.Strides), i);
            start += shape[axis];
        }
    }

    private static long[]? Lengths(ShapeContext context, Dimension extent)
    {
        Node node = context.Node;
        int parts = node.Outputs.Length;
        long[]? given = node.Opset < 13 && node.Input(1) is null ? context.Attributes.Ints("split") : context.Integers(1);
        if (given is null && node.Input(1) is not null)
            return null;
        if (given is not null)
        {
            if (given.Length != parts || given.Any(l => l < 0) || (extent.IsKnown && given.Aggregate(0L, Extents.Add) != extent.Value))
                throw node.Invalid($"splits an axis of {extent} into [{string.Join(',', given)}] for {parts} outputs");
            return given;
        }

        if (extent.Value is not { } total)
            return null;
        long each = (total + parts - 1) / parts;
        if (total % parts != 0 && node.Opset < 18)
            throw node.Invalid($"splits an axis of {total} into {parts} equal parts");
        return [.. Enumerable.Range(0, parts).Select(i => Math.Max(0, Math.Min(each, total - (i * each))))];
    }
}
