using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ArgMax: the position of the largest element along an axis.</summary>
internal sealed class ArgMax : ArgOperator
{
    public override string Name => "ArgMax";

    public override string Limits => "select_last_index";

    protected override LineKind Kind => LineKind.LargestIndex;
}
