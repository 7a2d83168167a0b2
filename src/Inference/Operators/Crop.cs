using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Operators;

/// <summary>
/// Crop, an experimental operator of early ONNX versions: images without their borders (left, top, right, bottom), or, with scale, of that
/// height and width from the left and the top border on. Only the view changes.
/// </summary>
internal sealed class Crop : Operator, ILowering
{
    public override string Name => "Crop";

    public override string Limits => "an experimental operator of opsets 1 to 9";

    public override Interval Range(RangeContext context) => context.Input(0);

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (x.Count != 4)
            throw node.Invalid($"the input has rank {x.Count}; expected 4");
        (long[] border, long[]? size) = Read(node);
        context.Set(0, context.Type(0), [x[0], x[1], Extent(node, x[2], border[1], border[3], size?[0]),
            Extent(node, x[3], border[0], border[2], size?[1])]);
    }

    public override WindowRule Window(Node node)
    {
        (long[] border, _) = Read(node);
        return new WindowRule(WindowKind.Sliding)
        {
            Kernel = [1, 1],
            Stride = [1, 1],
            Dilation = [1, 1],
            Padding = [(int)-border[1], (int)-border[0], (int)-border[3], (int)-border[2]],
        };
    }

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        (long[] border, _) = Read(node);
        return [AxisRead.Same(0), AxisRead.Same(1), AxisRead.Shifted(2, border[1]), AxisRead.Shifted(3, border[0])];
    }

    public override CellExplanation? Explain(CellContext context) => context.Copy();

    public override bool KeepsImagesApart(Node node) => true;

    public void Lower(LoweringContext context)
    {
        View x = context.Input(0);
        (long[] border, _) = Read(context.Node);
        long offset = x.Offset + (border[1] * x.Strides[2]) + (border[0] * x.Strides[3]);
        context.Alias(new View(x.Buffer, offset, context.OutputShape(), x.Strides));
    }

    private static Dimension Extent(Node node, Dimension extent, long before, long after, long? size)
    {
        if (extent.Value is not { } length)
            return size is { } given ? given : before + after == 0 ? extent : Dimension.Unknown;
        long kept = size ?? (length - before - after);
        return kept >= 1 && before + kept <= length
            ? kept
            : throw node.Invalid($"crops {kept} elements from {before} on from an axis of {length}");
    }

    private static (long[] Border, long[]? Size) Read(Node node)
    {
        long[] border = node.Attributes.Ints("border") ?? new long[4];
        long[]? size = node.Attributes.Ints("scale");
        if (border.Length != 4 || border.Any(b => b is < 0 or > 1 << 20))
            throw node.Invalid($"border is [{string.Join(',', border)}]; expected four numbers from 0 to 2^20");
        if (size is not null && (size.Length != 2 || size.Any(s => s is < 1 or > 1 << 28)))
            throw node.Invalid($"scale is [{string.Join(',', size)}]; expected a height and a width");
        return (border, size);
    }
}
