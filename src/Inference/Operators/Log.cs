using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Log: the natural logarithm.</summary>
internal sealed class Log : UnaryOperator
{
    public override string Name => "Log";

    public override Activation? Function(Node node) => new Activation(UnaryKind.Log);
}
