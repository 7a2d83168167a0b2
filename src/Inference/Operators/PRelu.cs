using Fovea.Inference.Graphs;
using Fovea.Inference.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX PRelu: x where positive, else slope x; the slope broadcasts to the input, never the other way.</summary>
internal sealed class PRelu : BinaryOperator
{
    public override string Name => "PRelu";

    public override BinaryKind Kind => BinaryKind.PRelu;

    public override void Infer(ShapeContext context)
    {
        base.Infer(context);
        context.SameAsInput();
    }
}
