using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Shrink: x + bias below -lambd, x - bias above lambd, and 0 between them.</summary>
internal sealed class Shrink : UnaryOperator
{
    public override string Name => "Shrink";

    public override int Since => 9;

    public override bool Accepts(int input, ElementType type) => Numbers.Contains(type);

    public override Activation? Function(Node node) =>
        new Activation(UnaryKind.Shrink, node.Attributes.Float("lambd", 0.5f), node.Attributes.Float("bias", 0f));
}
