using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX PRelu: x if positive, else slope x; the slope is broadcast to the input, never the input to the slope.</summary>
internal sealed class PRelu : BinaryOperator, IDifferentiable
{
    public override string Name => "PRelu";

    public override BinaryKind Kind => BinaryKind.PRelu;

    // Before opset 7 a slope has one value per channel, or one for all.
    public override long? LegacyAxis(Node node) => node.Required(0).Shape.Rank > 1 && node.Required(1).Shape.Rank == 1 ? 1 : null;

    public override void Infer(ShapeContext context)
    {
        base.Infer(context);
        if (context.Node.Outputs[0].Shape is { IsKnown: true } broadcast && context.Shape(0).IsKnown && !broadcast.Equals(context.Shape(0)))
            throw context.Node.Invalid($"the slope {context.Shape(1)} does not broadcast to the input {context.Shape(0)}");
        context.SameAsInput();
    }

    public void Differentiate(GradientContext context)
    {
        PairGradient.CheckBroadcast(context);
        (Value x, Value dy) = (context.Input(0), context.Gradient());
        Value positive = context.Apply(o => o.Greater, [x, context.Number(0)]);
        context.Set(0, context.Apply(o => o.Where, [positive, dy, context.Multiply(dy, context.Input(1))]));
        if (context.Wants(1))
            context.SetBroadcast(1, context.Apply(o => o.Where, [positive, context.Number(0), context.Multiply(dy, x)]));
    }
}
