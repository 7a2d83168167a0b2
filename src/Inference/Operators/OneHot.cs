using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX OneHot: a new axis of a given depth, with one value at each index and another elsewhere; since opset 9. Indices of -depth to -1
/// count from the end, others outside the depth choose nothing.
/// </summary>
internal sealed class OneHot : Operator, ILowering
{
    public override string Name => "OneHot";

    public override int Since => 9;

    public override string Limits => "negative indices count from the end";

    public override (int Min, int Max) Inputs => (3, 3);

    public override bool Accepts(int input, ElementType type) => input == 2 || type != ElementType.Bool;

    public override bool NeedsElements(int input) => input == 1;

    public override Interval Range(RangeContext context) => context.Input(2);

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(2) is { } values && (values.Count != 1 || values[0].Value is not (null or 2)))
            throw node.Invalid($"its values have the shape {context.Shape(2)}; expected [2], the value elsewhere and that at the index");
        long? depth = ConstantNumbers.Integer(context.Node, 1);
        if (depth < 0)
            throw node.Invalid($"its depth is {depth}; expected at least 0");
        if (context.Dimensions(0) is not { } indices)
        {
            context.Set(0, context.Type(2), SymbolicShape.Unknown);
            return;
        }

        int axis = Axis(context, indices.Count);
        context.Set(0, context.Type(2), [.. indices.Take(axis), depth is { } d ? d : Dimension.Unknown, .. indices.Skip(axis)]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => Axis(new ShapeContext(node), node.Required(0).KnownShape.Rank) > 0;

    public void Lower(LoweringContext context)
    {
        View indices = IndexOperand.Lower(context, 0);
        View values = context.Plain(2);
        View output = context.PlainOutput();
        int axis = Axis(new ShapeContext(context.Node), indices.Shape.Rank);
        long outer = indices.Shape.Take(axis).Aggregate(1L, (a, b) => a * b);
        long inner = indices.Shape.Skip(axis).Aggregate(1L, (a, b) => a * b);
        context.Emit(new OneHotStep(indices, At(0), At(1), output, outer, output.Shape[axis], inner));

        View At(long position) => new(values.Buffer, values.Offset + (position * values.Strides[0]), Shape.Scalar, []);
    }

    private static int Axis(ShapeContext context, int rank) => context.Axis(context.Attributes.Int("axis", -1), rank + 1);
}
