using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Concat: concatenation along an axis. Along channels, operands are written directly into the result where possible.
/// </summary>
internal sealed class Concat : Operator, ILowering
{
    public override string Name => "Concat";

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

        int axis = context.Axis(node.Attributes.IntOrNull("axis") ?? throw node.Invalid("has no axis"), first.Count);
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

    public override int? ConcatenationAxis(Node node) =>
        new ShapeContext(node).Axis(node.Attributes.Int("axis", 0), node.Outputs[0].KnownShape.Rank);

    public override bool KeepsImagesApart(Node node) => ConcatenationAxis(node) > 0;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        Shape shape = context.OutputShape();
        int axis = ConcatenationAxis(node)!.Value;
        bool images = shape.Rank == 4 && axis == 1;
        View output = images ? context.ConcatOutput() : context.PlainOutput();
        long start = 0;
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            View operand = context.Input(i);
            var target = new View(output.Buffer, output.Offset + (start * output.Strides[axis]), operand.Shape, output.Strides);
            bool inPlace = operand.Buffer == target.Buffer && operand.Offset == target.Offset && operand.Matches(target.Strides);
            if (!inPlace && operand.Shape.ElementCount > 0)
                context.Emit(new CopyStep(operand, target, "into concatenation"));
            start += operand.Shape[axis];
        }
    }
}
