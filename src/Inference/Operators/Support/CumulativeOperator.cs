using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of CumSum and CumProd: running sums or products along an axis, which is an input.</summary>
internal abstract class CumulativeOperator : Operator, ILowering
{
    private static readonly unsafe IReadOnlyList<ElementType> Types = ElementKernels.With(kernels => kernels.Cumulate != null);

    protected abstract LineKind Kind { get; }

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Accepts(int input, ElementType type) => input == 0 ? Types.Contains(type) : base.Accepts(input, type);

    public override bool NeedsElements(int input) => input == 1;

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is { } x)
            Axis(context, x.Count);
        context.SameAsInput();
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => Axis(new ShapeContext(node), node.Required(0).KnownShape.Rank) > 0;

    public void Lower(LoweringContext context)
    {
        NodeAttributes attributes = context.Node.Attributes;
        View input = context.Plain(0);
        int axis = Axis(new ShapeContext(context.Node), input.Shape.Rank)
            ?? throw context.Node.Unsupported("its axis is computed by the graph from data");
        context.Emit(new LineStep(Kind, input, axis, context.PlainOutput(), indices: null, results: 0)
        {
            Exclusive = attributes.Int("exclusive", 0) != 0,
            Reverse = attributes.Int("reverse", 0) != 0,
        });
    }

    private static int? Axis(ShapeContext context, int rank) => context.Integers(1) switch
    {
        null => null,
        [var axis] => context.Axis(axis, rank),
        var other => throw context.Node.Invalid($"its axis has {other.Length} elements; expected one"),
    };
}
