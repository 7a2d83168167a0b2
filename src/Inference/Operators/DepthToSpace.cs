using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX DepthToSpace: groups of channels become square blocks of pixels. The place in the block is the outer part of the channel (DCR), or,
/// since opset 11, the inner one (CRD, as in PyTorch's pixel shuffle).
/// </summary>
internal sealed class DepthToSpace : BlockOperator, IDifferentiable
{
    public override string Name => "DepthToSpace";

    public override bool ChoosesElements => true;

    protected override IReadOnlyList<Dimension> Shape(Node node, IReadOnlyList<Dimension> x, long block)
    {
        IsColumnRowDepth(node);
        if (x[1].Value is { } channels && channels % (block * block) != 0)
            throw node.Invalid($"{channels} channels do not divide into blocks of {block} by {block}");
        return
        [
            x[0], x[1].Value / (block * block) ?? Dimension.Unknown, x[2].Value is { } h ? Extents.Multiply(h, block) : Dimension.Unknown,
            x[3].Value is { } w ? Extents.Multiply(w, block) : Dimension.Unknown,
        ];
    }

    public void Differentiate(GradientContext context)
    {
        Shape x = context.InputShape(0);
        long block = Block(context.Node), channels = context.OutputShape()[1];
        Value split = context.Reshape(context.Gradient(), new Shape(x[0], channels, x[2], block, x[3], block));
        long[] back = IsColumnRowDepth(context.Node) ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4];
        context.Set(0, context.Reshape(context.Apply(o => o.Transpose, [split], ("perm", back)), x));
    }

    public override void Lower(LoweringContext context)
    {
        Shape x = context.InputShape(0);
        long block = Block(context.Node);
        long channels = context.OutputShape()[1];
        if (IsColumnRowDepth(context.Node))
            Copy(context, [x[0], channels, block, block, x[2], x[3]], [0, 1, 4, 2, 5, 3]);
        else
            Copy(context, [x[0], block, block, channels, x[2], x[3]], [0, 3, 4, 1, 5, 2]);
    }

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        [AxisRead.Same(0), AxisRead.All, AxisRead.Blocks(2, Block(node), 1), AxisRead.Blocks(3, Block(node), 1)];

    private static bool IsColumnRowDepth(Node node) => node.Attributes.Text("mode", "DCR") switch
    {
        "DCR" => false,
        "CRD" => true,
        var mode => throw node.Invalid($"mode is '{ShownText.Name(mode)}'; expected DCR or CRD"),
    };
}
