using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>ONNX GatherElements: one element for each index, which names the coordinate along an axis; since opset 11.</summary>
internal sealed class GatherElements : Operator, ILowering
{
    public override string Name => "GatherElements";

    public override int Since => 11;

    public override string Limits => "indices of int32 or int64";

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Accepts(int input, ElementType type) => input == 0 || IndexOperand.Accepts(type);

    public override Interval Range(RangeContext context) => context.Input(0);

    public override void Infer(ShapeContext context)
    {
        AxisIndices.Check(context);
        context.Set(0, context.Type(0), context.Dimensions(1));
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    // Axis 0 may be shorter than that of the data.
    public override bool KeepsImagesApart(Node node) =>
        AxisIndices.Axis(node) > 0 && node.Required(0).KnownShape[0] == node.Required(1).KnownShape[0];

    public void Lower(LoweringContext context) => context.Emit(new GatherElementsStep(
        context.Plain(0), IndexOperand.Lower(context, 1), context.PlainOutput(), AxisIndices.Axis(context.Node)));
}
