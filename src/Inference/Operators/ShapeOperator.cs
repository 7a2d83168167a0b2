using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Shape: the extents of a tensor as integers; since opset 15 those from start to end.</summary>
internal sealed class ShapeOperator : Operator
{
    public override string Name => "Shape";

    public override string Limits => "start and end";

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, ElementType.Int64, [Dimension.Unknown]);
            return;
        }

        int start = Position(context.Attributes.Int("start", 0), x.Count);
        int end = Position(context.Attributes.Int("end", x.Count), x.Count);
        IReadOnlyList<Dimension> extents = [.. x.Skip(start).Take(Math.Max(0, end - start))];
        context.Set(0, ElementType.Int64, [extents.Count]);
        context.SetContents(0, extents);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool ReadsOnlyShapes => true;

    private static int Position(long position, int rank) => (int)Math.Clamp(position < 0 ? position + rank : position, 0, rank);
}
