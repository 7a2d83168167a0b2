using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Where: the second operand where the condition is true, else the third, with broadcasting.</summary>
internal sealed class Where : Operator, ILowering, IDifferentiable
{
    public override string Name => "Where";

    public override int Since => 9;

    public override string Limits => "operands of any type";

    public override (int Min, int Max) Inputs => (3, 3);

    public override bool Accepts(int input, ElementType type) => input != 0 || type == ElementType.Bool;

    public override Interval Range(RangeContext context) => context.Input(1).Or(context.Input(2));

    public override void Infer(ShapeContext context) => Broadcasting.Infer(context, first: 1);

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        AxisRead.Broadcast(node.Required(input).KnownShape, node.Outputs[output].KnownShape);

    public override bool KeepsImagesApart(Node node) => Broadcasting.KeepsImagesApart(node);

    public void Differentiate(GradientContext context)
    {
        (Value condition, Value dy) = (context.Input(0), context.Gradient());
        if (context.Wants(1))
            context.SetBroadcast(1, context.Where(condition, dy));
        if (context.Wants(2))
            context.SetBroadcast(2, context.Apply(o => o.Where, [condition, context.Number(0), dy]));
    }

    public void Lower(LoweringContext context) => Broadcasting.Emit(
        context, [context.Input(0), context.Input(1), context.Input(2)], (views, output) =>
            new SelectStep(views[0], views[1], views[2], output));
}
