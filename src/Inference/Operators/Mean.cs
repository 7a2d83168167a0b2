using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Mean: the mean of any number of inputs, with broadcasting: their sum over their number.</summary>
internal sealed class Mean : VariadicOperator, IDifferentiable
{
    public override string Name => "Mean";

    public override string Limits => "any number of operands, with broadcasting";

    public override Interval Range(RangeContext context)
    {
        Interval sum = context.Input(0);
        for (int i = 1; i < context.Node.Inputs.Length; i++)
            sum += context.Input(i);
        return sum / new Interval(context.Node.Inputs.Length, context.Node.Inputs.Length);
    }

    public override BinaryKind Kind => BinaryKind.Add;

    public override CellExplanation? Explain(CellContext context)
    {
        int count = context.Node.Inputs.Length;
        return base.Explain(context) is { Sum: { } sum } explained
            ? explained with
            {
                Kind = ExplanationKind.Mean,
                Text = $"The mean of {count} operands: their sum divided by {count}.",
                Single = context.Rounded(sum / count),
            }
            : null;
    }

    public override bool Accepts(int input, ElementType type) => type is ElementType.Float32 or ElementType.Float64;

    public void Differentiate(GradientContext context)
    {
        Value part = context.Scale(context.Gradient(), 1f / context.Node.Inputs.Length);
        for (int i = 0; i < context.Node.Inputs.Length; i++)
            context.SetBroadcast(i, part);
    }

    public override void Lower(LoweringContext context)
    {
        base.Lower(context);
        int count = context.Node.Inputs.Length;
        if (count == 1)
            return;
        byte[] divisor = context.Node.Outputs[0].Type == ElementType.Float32
            ? BitConverter.GetBytes((float)count)
            : BitConverter.GetBytes((double)count);
        Apply(context, BinaryKind.Div, context.Filled(divisor, context.Node.Outputs[0].Type!.Value));
    }
}
