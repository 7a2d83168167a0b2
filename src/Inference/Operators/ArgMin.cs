using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ArgMin: the position of the smallest element along an axis.</summary>
internal sealed class ArgMin : ArgOperator
{
    public override string Name => "ArgMin";

    public override string Limits => "select_last_index";

    protected override LineKind Kind => LineKind.SmallestIndex;
}
