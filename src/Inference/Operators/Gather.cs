using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Gather: slices of the data along an axis, chosen by index; negative indices count from the end (since opset 11).</summary>
internal sealed class Gather : Operator, ILowering, IDifferentiable
{
    public override string Name => "Gather";

    public override string Limits => "indices of int32 or int64";

    public override bool ChoosesElements => true;

    public override (int Min, int Max) Inputs => (2, 2);

    public override Interval Range(RangeContext context) => context.Input(0);

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x || context.Dimensions(1) is not { } indices)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        int axis = context.Axis(context.Attributes.Int("axis", 0), x.Count);
        context.Set(0, context.Type(0), [.. x.Take(axis), .. indices, .. x.Skip(axis + 1)]);
        long[]? chosen = context.Integers(1);
        if (chosen is not null && x[axis].Value is { } extent)
        {
            foreach (long index in chosen)
            {
                if (index < -extent || index >= extent)
                    throw context.Node.Invalid($"the index {index} is outside an axis of {extent}");
            }
        }

        if (x.Count == 1 && indices.Count <= 1 && chosen is not null && context.Contents(0) is { } contents)
        {
            context.SetContents(0, [.. chosen.Select(p => contents[(int)(p < 0 ? p + contents.Count : p)])]);
        }
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) =>
        node.Required(1).Constant is not null
        && node.Axis(node.Attributes.Int("axis", 0), node.Required(0).KnownShape.Rank) > 0;

    // Adds what comes back to the elements that were chosen.
    public void Differentiate(GradientContext context)
    {
        Shape x = context.InputShape(0);
        int axis = context.Node.Axis(context.Node.Attributes.Int("axis", 0), x.Rank);
        long outer = x.Take(axis).Aggregate(1L, (a, b) => a * b), inner = x.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
        long count = context.InputShape(1).ElementCount;
        var chosen = new Shape(outer, count, inner);
        Value indices = context.Expand(context.Reshape(context.Input(1), new Shape(1, count, 1)), chosen);
        Value zeros = context.Expand(context.Number(0), new Shape(outer, x[axis], inner));
        Value added = context.Apply(
            o => o.ScatterElements, [zeros, indices, context.Reshape(context.Gradient(), chosen)], ("axis", 1L), ("reduction", "add"));
        context.Set(0, context.Reshape(added, x));
    }

    public void Lower(LoweringContext context)
    {
        View data = context.Plain(0);
        View indices = context.Plain(1);
        if (indices.Type is not (ElementType.Int64 or ElementType.Int32))
            throw context.Node.Invalid($"its indices are {indices.Type}; expected Int64 or Int32");
        int axis = context.Node.Axis(context.Node.Attributes.Int("axis", 0), data.Shape.Rank);
        long outer = data.Shape.Take(axis).Aggregate(1L, (a, b) => a * b);
        long inner = data.Shape.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
        context.Emit(new GatherStep(data, indices, context.PlainOutput(), outer, data.Shape[axis], inner));
    }
}
