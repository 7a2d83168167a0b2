using System.Runtime.InteropServices;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Compress: the slices along an axis, or the elements, whose condition is true; since opset 9. A condition that is shorter than the
/// axis leaves the rest out.
/// </summary>
internal sealed class Compress : DataDependentOperator
{
    public override string Name => "Compress";

    public override int Since => 9;

    public override string Limits => "along an axis or of all elements; the size of the result depends on the data";

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Accepts(int input, ElementType type) => input == 0 || type == ElementType.Bool;

    public override Interval Range(RangeContext context) => context.Input(0);

    public override void Infer(ShapeContext context)
    {
        CheckOutputs(context.Node, most: 1);
        if (context.Dimensions(1) is { Count: not 1 } condition)
            throw context.Node.Invalid($"its condition has rank {condition.Count}; expected a vector");
        if (context.Attributes.IntOrNull("axis") is not { } axis)
        {
            context.Set(0, context.Type(0), [Dimension.Unknown]);
            return;
        }

        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        int along = context.Axis(axis, x.Count);
        context.Set(0, context.Type(0), [.. x.Select((d, i) => i == along ? Dimension.Unknown : d)]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override Tensor[] Compute(Node node, IReadOnlyList<Tensor?> inputs, CutControl control)
    {
        Tensor x = inputs[0]!;
        Shape shape = node.Attributes.Has("axis") ? x.Shape : new Shape(x.Shape.ElementCount);
        int axis = node.Axis(node.Attributes.Int("axis", 0), shape.Rank);
        Span<bool> condition = inputs[1]!.Span<bool>();
        if (condition.Length > shape[axis])
            throw new InvalidInputException(
                $"its condition has {condition.Length} elements for an axis of {shape[axis]}; expected at most that.");

        // A file's boolean may be any byte; all but 0 are true.
        int kept = condition.Length - MemoryMarshal.AsBytes(condition).Count((byte)0);
        Tensor result = control.NewTensor(x.ElementType, [.. shape.With(axis, kept)]);
        int block = x.ElementType.SizeInBytes();
        foreach (long extent in shape.Skip(axis + 1))
            block = (int)(block * extent);
        long outer = shape.Take(axis).Aggregate(1L, (a, b) => a * b);
        int target = 0;
        for (long o = 0; o < outer && block > 0; o++)
        {
            control.ThrowIfStopped();
            for (int i = 0; i < condition.Length; i++)
            {
                if (!condition[i])
                    continue;
                x.Bytes.Span.Slice((int)((o * shape[axis]) + i) * block, block).CopyTo(result.Bytes.Span[target..]);
                target += block;
            }
        }

        return [result];
    }
}
