using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX IsInf: whether a float is infinite; either sign can be left out.</summary>
internal sealed class IsInf : TestOperator
{
    public override string Name => "IsInf";

    public override int Since => 10;

    protected override TestKind? Kind(Node node) =>
        (node.Attributes.Int("detect_negative", 1) != 0, node.Attributes.Int("detect_positive", 1) != 0) switch
        {
            (true, true) => TestKind.IsInfinite,
            (true, false) => TestKind.IsNegativeInfinity,
            (false, true) => TestKind.IsPositiveInfinity,
            _ => null,
        };
}
