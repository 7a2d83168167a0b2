using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Softmax: along one axis since opset 13; before, over all axes from axis on together, as if the input were a matrix.
/// </summary>
internal sealed class Softmax : SoftmaxOperator, IDifferentiable
{
    public override string Name => "Softmax";

    public override bool NormalizesScores => true;

    public override string Limits => "both meanings: before opset 13 all trailing axes together, since then one axis";

    public override Interval Range(RangeContext context) => Interval.Unit;

    public override CellExplanation? Explain(CellContext context) =>
        Explain(context, "The exponential of the value over the sum of all exponentials.", share => share);

    protected override void Emit(LoweringContext context, View input, View output, long rows, long columns) =>
        context.Emit(new SoftmaxStep(input, output, rows, columns));

    // y (dy - sum(dy y)), the sum over the axes of the softmax.
    public void Differentiate(GradientContext context)
    {
        (Value y, Value dy) = (context.Output(), context.Gradient());
        context.Set(0, context.Multiply(y, context.Subtract(dy, SumOverAxes(context, context.Multiply(dy, y)))));
    }
}
