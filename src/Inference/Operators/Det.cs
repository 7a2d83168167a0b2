using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Det: the determinant of square matrices; since opset 11.</summary>
internal sealed class Det : Operator, ILowering
{
    public override string Name => "Det";

    public override int Since => 11;

    public override string Limits => "by elimination in double precision";

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (x.Count < 2 || (x[^1].IsKnown && x[^2].IsKnown && x[^1] != x[^2]))
            throw context.Node.Invalid($"the input has the shape {context.Shape(0)}; expected square matrices");
        context.Set(0, context.Type(0), [.. x.SkipLast(2)]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => node.Required(0).KnownShape.Rank > 2;

    public void Lower(LoweringContext context) => context.Emit(new DeterminantStep(context.Plain(0), context.PlainOutput()));
}
