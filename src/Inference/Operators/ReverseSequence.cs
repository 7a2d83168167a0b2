using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ReverseSequence: the first elements of each sequence of a batch in reverse; since opset 10.</summary>
internal sealed class ReverseSequence : Operator, ILowering
{
    public override string Name => "ReverseSequence";

    public override int Since => 10;

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Accepts(int input, ElementType type) => input == 0 || type == ElementType.Int64;

    public override Interval Range(RangeContext context) => context.Input(0);

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        (long batch, long time) = (node.Attributes.Int("batch_axis", 1), node.Attributes.Int("time_axis", 0));
        if ((batch, time) is not ((0, 1) or (1, 0)))
            throw node.Invalid($"batch_axis is {batch} and time_axis {time}; expected 0 and 1, or 1 and 0");
        if (context.Dimensions(0) is { } x)
        {
            if (x.Count < 2)
                throw node.Invalid($"the input has rank {x.Count}; expected at least 2");
            if (context.Dimensions(1) is { } lengths
                && (lengths.Count != 1 || (lengths[0].IsKnown && x[(int)batch].IsKnown && lengths[0] != x[(int)batch])))
                throw node.Invalid($"its lengths have the shape {context.Shape(1)}; expected one for each of {x[(int)batch]} sequences");
        }

        context.SameAsInput();
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => node.Attributes.Int("batch_axis", 1) == 0;

    public void Lower(LoweringContext context) => context.Emit(new ReverseSequenceStep(
        context.Plain(0), context.Plain(1), context.PlainOutput(), context.Node.Attributes.Int("batch_axis", 1) == 0));
}
