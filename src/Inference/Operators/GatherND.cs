using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX GatherND: blocks of the data, named by tuples of indices along the last axis; since opset 11, with batch axes since 12.
/// </summary>
internal sealed class GatherND : Operator, ILowering
{
    public override string Name => "GatherND";

    public override int Since => 11;

    public override string Limits => "batch_dims; indices of int32 or int64";

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Accepts(int input, ElementType type) => input == 0 || IndexOperand.Accepts(type);

    public override Interval Range(RangeContext context) => context.Input(0);

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is not { } data || context.Dimensions(1) is not { } indices
            || (indices.Count > 0 && !indices[^1].IsKnown))
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        long batch = node.Attributes.Int("batch_dims", 0);
        if (indices.Count == 0 || batch < 0 || batch >= indices.Count || indices[^1].Value > data.Count - batch)
            throw node.Invalid(
                $"indices {context.Shape(1)} with {batch} batch axes do not name blocks of {context.Shape(0)}; expected tuples of at " +
                $"most {data.Count} minus {batch}");
        for (int i = 0; i < batch; i++)
        {
            if (data[i].IsKnown && indices[i].IsKnown && data[i] != indices[i])
                throw node.Invalid(
                    $"axis {i} is {data[i]} in the data and {indices[i]} in the indices; expected the same for a batch axis");
        }

        context.Set(0, context.Type(0), [.. indices.SkipLast(1), .. data.Skip((int)(batch + indices[^1].Value!.Value))]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => node.Attributes.Int("batch_dims", 0) > 0;

    public void Lower(LoweringContext context) => context.Emit(new GatherTuplesStep(
        context.Plain(0), IndexOperand.Lower(context, 1), context.PlainOutput(), (int)context.Node.Attributes.Int("batch_dims", 0)));
}
