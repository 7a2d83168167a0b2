using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of GlobalAveragePool and GlobalMaxPool: a reduction over all spatial axes of [N, C, ...].</summary>
internal abstract class GlobalPoolOperator : Operator, ILowering
{
    protected abstract ReductionKind Kind { get; }

    public override Interval Range(RangeContext context) => context.Input(0);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is { Count: < 3 } x)
            throw context.Node.Invalid($"the input has rank {x.Count}; expected at least 3");
        context.RequireElements(0);
        context.Set(0, context.Type(0), context.Dimensions(0) is { } d ? [d[0], d[1], .. d.Skip(2).Select(_ => (Dimension)1)] : null);
    }

    public override WindowRule Window(Node node) => WindowRule.Global;

    public override AxisRead[]? Reads(Node node, int output, int input) => input == 0
        ? [AxisRead.Same(0), AxisRead.Same(1), .. Enumerable.Repeat(AxisRead.All, node.Required(0).KnownShape.Rank - 2)]
        : null;

    public override CellExplanation? Explain(CellContext context) => ReductionCells.Explain(context, Kind);

    public override bool KeepsImagesApart(Node node) => true;

    public virtual void Lower(LoweringContext context) =>
        Reduction.Lower(context, Kind, [.. Enumerable.Range(2, context.InputShape(0).Rank - 2)]);
}
