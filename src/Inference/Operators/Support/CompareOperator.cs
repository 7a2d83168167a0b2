using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of comparisons: two operands of one type to booleans.</summary>
internal abstract class CompareOperator : PairOperator
{
    private static readonly unsafe IReadOnlyList<ElementType> Types = ElementKernels.With(kernels => kernels.Compare != null);

    public abstract CompareKind Kind { get; }

    public override bool Accepts(int input, ElementType type) => Types.Contains(type);

    public override Interval Range(RangeContext context) => Interval.Unit;

    protected override ElementType ResultType(ElementType operands) => ElementType.Bool;

    protected override BroadcastStep Step(Node node, View a, View b, View output) => new CompareStep(Kind, a, b, output);
}
