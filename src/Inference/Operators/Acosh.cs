using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Acosh: the inverse hyperbolic cosine.</summary>
internal sealed class Acosh : UnaryOperator
{
    public override string Name => "Acosh";

    public override int Since => 9;

    public override Activation? Function(Node node) => new Activation(UnaryKind.Acosh);
}
