using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Not: the opposite of a boolean.</summary>
internal sealed class Not : TestOperator
{
    public override string Name => "Not";

    public override bool Accepts(int input, ElementType type) => type == ElementType.Bool;

    protected override TestKind? Kind(Node node) => TestKind.IsZero;
}
