using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Equal: whether two elements are equal, with broadcasting; of numbers and booleans.</summary>
internal sealed class Equal : CompareOperator
{
    public override string Name => "Equal";

    public override CompareKind Kind => CompareKind.Equal;
}
