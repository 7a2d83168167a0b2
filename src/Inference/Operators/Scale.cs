using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>Scale, an experimental operator of early ONNX versions: the product with a number.</summary>
internal sealed class Scale : Operator, ILowering
{
    public override string Name => "Scale";

    public override string Limits => "an experimental operator of opsets 1 to 9";

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context) => context.SameAsInput();

    public override bool KeepsImagesApart(Node node) => true;

    public override Interval Range(RangeContext context)
    {
        double factor = context.Node.Attributes.Float("scale", 1f);
        return context.Input(0) * new Interval(factor, factor);
    }

    public void Lower(LoweringContext context) => BinaryOperator.Emit(
        context, BinaryKind.Mul, context.Input(0), context.Scalar(context.Node.Attributes.Float("scale", 1f)));
}
