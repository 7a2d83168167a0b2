using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Concat: concatenation along an axis. Along channels, operands are written directly into the result where possible.
/// </summary>
internal sealed class Concat : Operator, ILowering, IDifferentiable
{
    public override string Name => "Concat";

    public override bool ChoosesElements => true;

    public override (int Min, int Max) Inputs => (1, int.MaxValue);

    public override Interval Range(RangeContext context) => context.Inputs();

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is not { } first)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        int axis = Axis(node, first.Count);
        Dimension[] result = [.. first];
        Dimension[] contents = [];
        bool known = first.Count == 1;
        for (int i = 0; i < context.InputCount; i++)
        {
            if (context.Dimensions(i) is not { } d)
            {
                context.Set(0, context.Type(0), SymbolicShape.Unknown);
                return;
            }

            if (d.Count != first.Count)
                throw node.Invalid($"input {i} has the shape {context.Shape(i)}; expected rank {first.Count} like input 0");
            for (int a = 0; a < d.Count; a++)
            {
                if (a == axis)
                    result[a] = i == 0 ? d[a] : result[a].Value is { } x && d[a].Value is { } y ? Extents.Add(x, y) : Dimension.Unknown;
                else if (d[a].IsKnown && result[a].IsKnown && d[a] != result[a])
                    throw node.Invalid($"input {i} has the shape {context.Shape(i)}; expected {result[a]} along axis {a} like the others");
                else if (d[a].IsKnown)
                    result[a] = d[a];
            }

            if (context.Type(i) != context.Type(0))
                throw node.Invalid($"input {i} is {context.Type(i)}; expected {context.Type(0)} like input 0");
            known = known && context.Contents(i) is not null;
            if (known)
                contents = [.. contents, .. context.Contents(i)!];
        }

        context.Set(0, context.Type(0), result);
        if (known && context.Type(0) is ElementType.Int64 or ElementType.Int32)
            context.SetContents(0, contents);
    }

    public override bool IsIdentity(Node node) => node.Inputs.Length == 1 && node.Required(0).Shape.Equals(node.Outputs[0].Shape);

    public override Concatenation? Concatenates(Node node) => new(
        Axis(node, node.Outputs[0].KnownShape.Rank), [.. node.Inputs.Select(input => new ConcatenatedPart(input!, IsUnchanged: true))]);

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        Shape shape = node.Required(input).KnownShape;
        int axis = Axis(node, shape.Rank);
        AxisRead[] axes = AxisRead.SameAxes(shape.Rank);
        long offset = node.Inputs.Take(input).Sum(part => part!.KnownShape[axis]);
        axes[axis] = AxisRead.Part(axis, offset, shape[axis], node.Outputs[0].KnownShape[axis]);
        return axes;
    }

    public override bool KeepsImagesApart(Node node) => Axis(node, node.Outputs[0].KnownShape.Rank) > 0;

    public void Differentiate(GradientContext context)
    {
        int axis = Axis(context.Node, context.OutputShape().Rank);
        long start = 0;
        for (int i = 0; i < context.Node.Inputs.Length; i++)
        {
            long end = start + context.InputShape(i)[axis];
            if (context.Wants(i))
            {
                context.Set(i, context.Apply(
                    o => o.Slice, [context.Gradient(), context.Integers(start), context.Integers(end), context.Integers(axis)]));
            }

            start = end;
        }
    }

    public void Lower(LoweringContext context)
    {
        int rank = context.OutputShape().Rank;
        int axis = Axis(context.Node, rank);
        ConcatenatedViews.Emit(
            context, axis, channelsLast: rank == 4 && axis == 1, Enumerable.Range(0, context.Node.Inputs.Length));
    }

    // Opset 1 has a default.
    private static int Axis(Node node, int rank) => node.Axis(
        node.Attributes.IntOrNull("axis") ?? (node.Opset < 4 ? 1 : throw node.Invalid("has no axis")), rank);

    public override Node? OnIntegers(IntegerIsland island)
    {
        if (island.Activation is not null)
            return null;
        if (island.Same() is { } same)
            return same;
        var inputs = new List<Value?> { island.Output.Scale, island.OutputZero };
        for (int i = 0; i < island.Node.Inputs.Length; i++)
        {
            if (island.Bytes(i) is not { } bytes)
                return null;
            inputs.AddRange([bytes.Integers, bytes.Scale, bytes.Zero]);
        }

        return island.Replacement(new QLinearConcat(), 1, island.Node.Attributes, [.. inputs]);
    }
}
