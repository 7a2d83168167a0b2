using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Expand: broadcasts the input to a shape, along axes of extent 1 and new leading axes. Only the view changes.</summary>
internal sealed class Expand : Operator, ILowering, IDifferentiable
{
    public override string Name => "Expand";

    public override bool ChoosesElements => true;

    public override int Since => 8;

    public override string Limits => "the shape may be computed";

    public override (int Min, int Max) Inputs => (2, 2);

    public override Interval Range(RangeContext context) => context.Input(0);

    public override RelativeBound? Bound(RangeContext context) => context.KeptBound();

    public override bool NeedsElements(int input) => input == 1;

    public override void Infer(ShapeContext context) =>
        context.Set(0, context.Type(0), ShapeContext.Broadcast(context.Node, context.Dimensions(0), context.Contents(1)));

    public override WindowRule Window(Node node) => WindowRule.None;

    // Axis 0 remains the batch: it is neither repeated nor moved.
    public override AxisRead[]? Reads(Node node, int output, int input) =>
        AxisRead.Broadcast(node.Required(input).KnownShape, node.Outputs[output].KnownShape);

    public override bool KeepsImagesApart(Node node) =>
        node.Required(0).KnownShape is { Rank: > 0 } x && x.Rank == node.Outputs[0].KnownShape.Rank
        && x[0] == node.Outputs[0].KnownShape[0];

    public void Differentiate(GradientContext context) => context.SetBroadcast(0, context.Gradient());

    public void Lower(LoweringContext context) => context.Alias(context.Input(0).Expand(context.OutputShape()));
}
