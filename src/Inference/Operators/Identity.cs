using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Identity, of a tensor or of a sequence.</summary>
internal sealed class Identity : Operator, ILowering, IUnfolding, IDifferentiable
{
    public override string Name => "Identity";

    public override Interval Range(RangeContext context) => context.Input(0);

    public override RelativeBound? Bound(RangeContext context) => context.KeptBound();

    public override void Infer(ShapeContext context)
    {
        context.SameAsInput();
        context.SetContents(0, context.Contents(0));
    }

    public bool Unfold(Unfolding context)
    {
        if (Sequences.Elements(context.Node.Required(0)) is not { } elements)
            return false;
        context.SetSequence(elements);
        return true;
    }

    public override bool KeepsImagesApart(Node node) => true;

    public override bool KeepsElements => true;

    public override bool IsIdentity(Node node) => true;

    public void Differentiate(GradientContext context) => context.Set(0, context.Gradient());

    public void Lower(LoweringContext context) => context.Alias(context.Input(0));

    public override ConstantData? Fold(Node node) => node.Inputs[0]!.Constant;
}
