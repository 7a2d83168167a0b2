using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX LogSoftmax: the logarithm of Softmax, along one axis since opset 13; before, over all axes from axis on together.
/// </summary>
internal sealed class LogSoftmax : SoftmaxOperator, IDifferentiable
{
    public override string Name => "LogSoftmax";

    public override bool NormalizesScores => true;

    public override string Limits => "both meanings: before opset 13 all trailing axes together, since then one axis";

    // A logarithm of a probability: not positive but for rounding.
    public override Interval Range(RangeContext context) => Interval.Any;

    public override CellExplanation? Explain(CellContext context) =>
        Explain(context, "The logarithm of the exponential of the value over the sum of all exponentials.", Math.Log);

    protected override void Emit(LoweringContext context, View input, View output, long rows, long columns) =>
        context.Emit(new SoftmaxStep(input, output, rows, columns, logarithm: true));

    // dy - e^y sum(dy), the sum over the axes of the softmax.
    public void Differentiate(GradientContext context)
    {
        (Value y, Value dy) = (context.Output(), context.Gradient());
        context.Set(0, context.Subtract(dy, context.Multiply(context.Apply(o => o.Exp, [y]), SumOverAxes(context, dy))));
    }
}
