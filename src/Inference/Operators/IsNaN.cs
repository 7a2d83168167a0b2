using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX IsNaN: whether a float is no number.</summary>
internal sealed class IsNaN : TestOperator
{
    public override string Name => "IsNaN";

    public override int Since => 9;

    protected override TestKind? Kind(Node node) => TestKind.IsNaN;
}
