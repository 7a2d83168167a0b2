using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX PRelu: x if positive, else slope x; the slope is broadcast to the input, never the input to the slope.</summary>
internal sealed class PRelu : BinaryOperator
{
    public override string Name => "PRelu";

    public override BinaryKind Kind => BinaryKind.PRelu;

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        base.Infer(context);
        if (context.Node.Outputs[0].Shape is { IsKnown: true } broadcast && context.Shape(0).IsKnown && !broadcast.Equals(context.Shape(0)))
            throw context.Node.Invalid($"the slope {context.Shape(1)} does not broadcast to the input {context.Shape(0)}");
        context.SameAsInput();
    }
}
