using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of functions of the bits of two integers.</summary>
internal abstract class BitOperator : PairOperator
{
    /// <summary>The integer types.</summary>
    public static unsafe IReadOnlyList<ElementType> Integers { get; } =
        ElementKernels.With(kernels => kernels.Bits != null && kernels.Binary != null);

    public override bool Accepts(int input, ElementType type) => Integers.Contains(type);

    /// <summary>The function that the node computes.</summary>
    protected abstract BitKind Kind(Node node);

    protected override BroadcastStep Step(Node node, View a, View b, View output) => new BitStep(Kind(node), a, b, output);
}
