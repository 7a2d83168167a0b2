using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX LpNormalization: the elements along an axis divided by their norm, the sum of magnitudes (p = 1) or the root of the sum of squares
/// (p = 2); zeros stay zeros.
/// </summary>
internal sealed class LpNormalization : Operator, ILowering
{
    private static readonly unsafe IReadOnlyList<ElementType> Types = ElementKernels.With(kernels => kernels.Norm != null);

    public override string Name => "LpNormalization";

    public override string Limits => "p = 1 or 2";

    public override bool Accepts(int input, ElementType type) => Types.Contains(type);

    public override void Infer(ShapeContext context)
    {
        if (context.Attributes.Int("p", 2) is not (1 or 2) and var p)
            throw context.Node.Invalid($"p is {p}; expected 1 or 2");
        if (context.Dimensions(0) is { } x)
            Axis(context.Node, x.Count);
        context.SameAsInput();
    }

    public override WindowRule Window(Node node) => Axis(node, node.Required(0).Shape.Rank) == 1 ? WindowRule.Pointwise : WindowRule.None;

    public override AxisRead[]? Reads(Node node, int output, int input) => input == 0
        ? [
            .. node.Required(0).KnownShape.Select(
                (_, i) => i == Axis(node, node.Required(0).KnownShape.Rank) ? AxisRead.All : AxisRead.Same(i)),
        ]
        : null;

    public override bool KeepsImagesApart(Node node) => Axis(node, node.Required(0).KnownShape.Rank) > 0;

    public void Lower(LoweringContext context)
    {
        View input = context.Plain(0);
        LineKind kind = context.Node.Attributes.Int("p", 2) == 1 ? LineKind.NormOfMagnitudes : LineKind.NormOfSquares;
        context.Emit(new LineStep(kind, input, Axis(context.Node, input.Shape.Rank), context.PlainOutput(), indices: null, results: 0));
    }

    private static int Axis(Node node, int rank) => node.Axis(node.Attributes.Int("axis", -1), rank);
}
