using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Min: the smallest of any number of inputs, with broadcasting; NaN where one of them is.</summary>
internal sealed class Min : VariadicOperator, IDifferentiable
{
    public override string Name => "Min";

    public override string Limits => "any number of operands, with broadcasting";

    public override Interval Range(RangeContext context)
    {
        Interval range = context.Input(0);
        for (int i = 1; i < context.Node.Inputs.Length; i++)
            range = new Interval(Math.Min(range.Min, context.Input(i).Min), Math.Min(range.Max, context.Input(i).Max));
        return range;
    }

    public override BinaryKind Kind => BinaryKind.Minimum;

    // With more operands the bounds would be applied to a part of the result.
    public override bool TakesActivation(Node node, Activation function) => function.Kind == UnaryKind.Clip && node.Inputs.Length == 2;

    public void Differentiate(GradientContext context) => PairGradient.OfChoice(context);
}
