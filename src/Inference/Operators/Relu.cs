using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Relu: max(0, x).</summary>
internal sealed class Relu : UnaryOperator
{
    public override string Name => "Relu";

    public override bool Accepts(int input, ElementType type) => Numbers.Contains(type);

    public override Interval Range(RangeContext context) => context.Input(0).Map(x => Math.Max(0, x));

    public override Activation? Function(Node node) => Activation.Relu;

    public override void Differentiate(GradientContext context)
    {
        if (context.Rule == GradientRule.Derivative)
        {
            base.Differentiate(context);
            return;
        }

        // What is positive of the gradient, where x is.
        context.Set(0, context.ReluGrad(context.Apply(o => o.Max, [context.Gradient(), context.Number(0)]), context.Output()));
    }
}
