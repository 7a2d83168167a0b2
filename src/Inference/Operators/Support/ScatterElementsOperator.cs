using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of ScatterElements and of Scatter, its name in opset 9 and 10.</summary>
internal abstract class ScatterElementsOperator : Operator, ILowering
{
    public override (int Min, int Max) Inputs => (3, 3);

    public override bool Accepts(int input, ElementType type) => input != 1 || IndexOperand.Accepts(type);

    public override Interval Range(RangeContext context) =>
        ScatterReduction.Kind(context.Node) is null ? context.Input(0).Or(context.Input(2)) : Interval.Any;

    public override void Infer(ShapeContext context)
    {
        AxisIndices.Check(context);
        ScatterReduction.Check(context);
        if (context.Shape(1).IsKnown && context.Shape(2).IsKnown && !context.Shape(1).Equals(context.Shape(2)))
            throw context.Node.Invalid(
                $"its indices have the shape {context.Shape(1)} and its updates {context.Shape(2)}; expected the same");
        context.SameAsInput();
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public void Lower(LoweringContext context)
    {
        View indices = IndexOperand.Lower(context, 1);
        (View result, View updates) = ScatterReduction.Operands(context);
        context.Emit(new ScatterElementsStep(
            result, indices, updates, AxisIndices.Axis(context.Node), ScatterReduction.Kind(context.Node)));
        ScatterReduction.Finish(context, result);
    }
}
