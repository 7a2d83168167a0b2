using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of functions of two operands whose result has their type.</summary>
internal abstract class BinaryOperator : PairOperator
{
    /// <summary>The element types that have kernels.</summary>
    public static unsafe IReadOnlyList<ElementType> Types { get; } = ElementKernels.With(kernels => kernels.Binary != null);

    public abstract BinaryKind Kind { get; }

    /// <summary>Whether the function is commutative.</summary>
    public virtual bool Commutes => false;

    public override bool Accepts(int input, ElementType type) => Types.Contains(type);

    public override bool TakesActivation(Node node, Activation function) => function.Kind == UnaryKind.Clip;

    public override CellExplanation? Explain(CellContext context) => CombinedCells.Explain(context, Kind);

    protected override BroadcastStep Step(Node node, View a, View b, View output) => new BinaryStep(Kind, a, b, output, node.Activation);

    /// <summary>Emits the function of two views that broadcast to the node's output.</summary>
    public static void Emit(LoweringContext context, BinaryKind kind, View a, View b) =>
        Broadcasting.Emit(context, [a, b], (views, output) => new BinaryStep(kind, views[0], views[1], output, context.Node.Activation));
}
