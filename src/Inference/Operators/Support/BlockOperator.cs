using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of DepthToSpace and SpaceToDepth: square blocks of pixels are channels of one pixel. One copy moves them.</summary>
internal abstract class BlockOperator : Operator, ILowering
{
    public override Interval Range(RangeContext context) => context.Input(0);

    public override bool KeepsImagesApart(Node node) => true;

    public override WindowRule Window(Node node) => WindowRule.None;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        long block = Block(node);
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (x.Count != 4)
            throw node.Invalid($"the input has rank {x.Count}; expected 4");
        context.Set(0, context.Type(0), Shape(node, x, block));
    }

    public abstract void Lower(LoweringContext context);

    protected abstract IReadOnlyList<Dimension> Shape(Node node, IReadOnlyList<Dimension> x, long block);

    /// <summary>The side of a block.</summary>
    protected static long Block(Node node)
    {
        long block = node.Attributes.Int("blocksize", 0);
        return block is >= 1 and <= 1 << 20 ? block : throw node.Invalid($"blocksize is {block}; expected 1 to 2^20");
    }

    /// <summary>Copies the input, with axes split and reordered, to the output with its axes split alike.</summary>
    /// <param name="context">The context.</param>
    /// <param name="input">The input's extents with axes split.</param>
    /// <param name="order">For each split axis of the output that of the input.</param>
    protected static void Copy(LoweringContext context, long[] input, int[] order)
    {
        View x = context.Input(0).TryReshape(new Shape(input))!.Permute(order);
        View output = context.OutputLike(context.Input(0));
        context.Emit(new CopyStep(x, output.TryReshape(x.Shape)!, "blocks"));
    }
}
