using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Sum: the sum of any number of inputs, with broadcasting, added from the first to the last.</summary>
internal sealed class Sum : VariadicOperator, IDifferentiable
{
    public override string Name => "Sum";

    public override string Limits => "any number of operands, with broadcasting";

    public override Interval Range(RangeContext context)
    {
        Interval sum = context.Input(0);
        for (int i = 1; i < context.Node.Inputs.Length; i++)
            sum += context.Input(i);
        return sum;
    }

    public override BinaryKind Kind => BinaryKind.Add;

    public override bool IsSum(Node node) => node.Inputs.Length == 2;

    // With more operands the bounds would be applied to a part of the result.
    public override bool TakesActivation(Node node, Activation function) => function.Kind == UnaryKind.Clip && node.Inputs.Length == 2;

    public void Differentiate(GradientContext context)
    {
        for (int i = 0; i < context.Node.Inputs.Length; i++)
            context.SetBroadcast(i, context.Gradient());
    }
}
