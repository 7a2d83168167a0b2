using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX ScatterND: blocks of the data, named by tuples of indices, replaced by updates or combined with them; since opset 11.
/// </summary>
internal sealed class ScatterND : Operator, ILowering
{
    public override string Name => "ScatterND";

    public override int Since => 11;

    public override string Limits => "reduction: none, add, mul, min, max";

    public override (int Min, int Max) Inputs => (3, 3);

    public override bool Accepts(int input, ElementType type) => input != 1 || type == ElementType.Int64;

    public override Interval Range(RangeContext context) =>
        ScatterReduction.Kind(context.Node) is null ? context.Input(0).Or(context.Input(2)) : Interval.Any;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        ScatterReduction.Check(context);
        context.SameAsInput();
        if (!context.Shape(0).IsKnown || !context.Shape(1).IsKnown || !context.Shape(2).IsKnown)
            return;
        Shape data = context.Shape(0).ToShape();
        Shape indices = context.Shape(1).ToShape();
        if (indices.Rank == 0 || indices[-1] > data.Rank)
            throw node.Invalid($"its indices have the shape {indices}; expected tuples of at most {data.Rank} along the last axis");
        var expected = new Shape([.. indices.SkipLast(1), .. data.Skip((int)indices[-1])]);
        if (!expected.Equals(context.Shape(2).ToShape()))
            throw node.Invalid($"its updates have the shape {context.Shape(2)}; expected {expected}");
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public void Lower(LoweringContext context)
    {
        View indices = context.Plain(1);
        (View result, View updates) = ScatterReduction.Operands(context);
        context.Emit(new ScatterTuplesStep(result, indices, updates, ScatterReduction.Kind(context.Node)));
        ScatterReduction.Finish(context, result);
    }
}
