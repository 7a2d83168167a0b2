using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX RMSNormalization: divides the axes from axis on by the root of their mean square, then scales (Zhang, Sennrich, 2019); since opset
/// 23.
/// </summary>
internal sealed class RMSNormalization : Operator, ILowering
{
    public override string Name => "RMSNormalization";

    public override int Since => 23;

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is { } x)
            Axis(context.Node, x.Count);
        context.SameAsInput();
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) =>
        node.Required(1).Constant is not null && Axis(node, node.Required(0).KnownShape.Rank) > 0;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        Shape shape = context.InputShape(0);
        int axis = Axis(node, shape.Rank);
        int columns = Extents.ToKernelInt(Extents.Product(shape.Skip(axis)), "elements in a row");
        var normalized = new Shape([.. shape.Skip(axis)]);
        View input = context.Plain(0);
        context.Emit(new LayerNormalizationStep(
            input, context.PlainOutput(), shape.ElementCount / Math.Max(1, columns), columns, node.Attributes.Float("epsilon", 1e-5f))
        {
            Row = (NormalizedRow.Of(context, node.Required(1), normalized), context.Zeros(columns)),
            IsUncentered = true,
        });
    }

    private static int Axis(Node node, int rank) => node.Axis(node.Attributes.Int("axis", -1), rank);
}
