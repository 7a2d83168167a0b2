using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX SpaceToDepth: square blocks of pixels become groups of channels, the place in the block outermost.</summary>
internal sealed class SpaceToDepth : BlockOperator
{
    public override string Name => "SpaceToDepth";

    public override bool ChoosesElements => true;

    protected override IReadOnlyList<Dimension> Shape(Node node, IReadOnlyList<Dimension> x, long block)
    {
        if (x[2].Value % block is > 0 || x[3].Value % block is > 0)
            throw node.Invalid($"an image of {x[2]} by {x[3]} does not divide into blocks of {block} by {block}");
        return
        [
            x[0], x[1].Value is { } channels ? Extents.Multiply(channels, block * block) : Dimension.Unknown,
            x[2].Value / block ?? Dimension.Unknown, x[3].Value / block ?? Dimension.Unknown,
        ];
    }

    // The place in the block is the outer part of the channel.
    public override AxisRead[]? Reads(Node node, int output, int input) =>
        [AxisRead.Same(0), AxisRead.All, AxisRead.Blocks(2, 1, Block(node)), AxisRead.Blocks(3, 1, Block(node))];

    public override void Lower(LoweringContext context)
    {
        Shape x = context.InputShape(0);
        long block = Block(context.Node);
        Copy(context, [x[0], x[1], x[2] / block, block, x[3] / block, block], [0, 3, 5, 1, 2, 4]);
    }
}
