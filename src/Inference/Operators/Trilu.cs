using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Trilu: the upper or lower triangle of matrices, and zeros elsewhere; since opset 14.</summary>
internal sealed class Trilu : Operator, ILowering
{
    public override string Name => "Trilu";

    public override int Since => 14;

    public override string Limits => "k may be computed";

    public override (int Min, int Max) Inputs => (1, 2);

    public override bool Accepts(int input, ElementType type) => input == 0 || type == ElementType.Int64;

    public override Interval Range(RangeContext context) => context.Input(0).Or(new Interval(0, 0));

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is { Count: < 2 } x)
            throw context.Node.Invalid($"the input has rank {x.Count}; expected matrices, rank 2 or more");
        if (context.Node.Input(1) is { Shape: { IsKnown: true } shape } && shape.ToShape().ElementCount != 1)
            throw context.Node.Invalid($"k has the shape {shape}; expected one element");
        context.SameAsInput();
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => node.Required(0).KnownShape.Rank > 2
        && node.Input(1) is null or { Constant: not null };

    public void Lower(LoweringContext context)
    {
        View? shift = context.Node.Input(1) is null ? null : context.Plain(1);
        bool upper = context.Node.Attributes.Int("upper", 1) != 0;
        context.Emit(new TriangleStep(context.Plain(0), shift, context.PlainOutput(), upper));
    }
}
