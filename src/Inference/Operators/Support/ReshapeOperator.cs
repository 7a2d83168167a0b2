using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The base of Reshape, Flatten, Squeeze and Unsqueeze: the same elements in the same row-major order under another shape.
/// </summary>
internal abstract class ReshapeOperator : Operator, ILowering, IDifferentiable
{
    public override Interval Range(RangeContext context) => context.Input(0);

    public override RelativeBound? Bound(RangeContext context) =>
        context.Bound(0)?.Reshape(context.Node.Required(0).Shape, context.Node.Outputs[0].Shape);

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => true;

    public override bool KeepsElements => true;

    public override bool IsIdentity(Node node) => node.Required(0).Shape.Equals(node.Outputs[0].Shape);

    public void Differentiate(GradientContext context) =>
        context.Set(0, context.Reshape(context.Gradient(), context.InputShape(0)));

    public virtual void Lower(LoweringContext context)
    {
        View input = context.Input(0);
        Shape shape = context.OutputShape();
        if (input.TryReshape(shape) is { } view)
        {
            context.Alias(view);
            return;
        }

        // Copies directly into channels-last order, viewed under the old shape, so that a channel shuffle is one copy.
        if (shape.Rank == 4 && shape[1] > 1 && shape[2] * shape[3] > 1 &&
            context.ChannelsLastOutput() is { } images && images.TryReshape(input.Shape) is { } target)
        {
            context.Emit(new CopyStep(input, target, "reshape"));
            return;
        }

        // A copy that other readers of the operand get too.
        context.Alias(context.AsPlain(input).TryReshape(shape)!);
    }

    public override ConstantData? Fold(Node node) =>
        node.Inputs[0]!.Constant?.Reshape(node.Outputs[0].KnownShape);

    /// <summary>Sets the output's shape, and propagates the known elements of a shape vector.</summary>
    protected static void Set(ShapeContext context, IReadOnlyList<Dimension>? shape)
    {
        context.Set(0, context.Type(0), shape);
        if (context.Node.Outputs[0].Shape.IsKnown && context.Node.Outputs[0].KnownShape.Rank <= 1)
            context.SetContents(0, context.Contents(0));
    }
}
