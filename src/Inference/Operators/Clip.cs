using Fovea.Inference.Graphs;
using Fovea.Inference.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Clip: bounds as attributes before opset 11, as optional scalar inputs since.</summary>
internal sealed class Clip : UnaryOperator
{
    public override string Name => "Clip";

    public override Activation? Function(Node node)
    {
        if (node.Opset < 11)
            return new Activation(UnaryKind.Clip, node.Attributes.Float("min", float.NegativeInfinity), node.Attributes.Float("max", float.PositiveInfinity));
        float? min = Bound(node, 1, float.NegativeInfinity);
        float? max = Bound(node, 2, float.PositiveInfinity);
        return min is null || max is null ? null : new Activation(UnaryKind.Clip, min.Value, max.Value);
    }

    private static float? Bound(Node node, int index, float otherwise)
    {
        if (node.Input(index) is not { } value)
            return otherwise;
        return value.Constant is { ElementType: ElementType.Float32, Shape.ElementCount: 1 } tensor ? tensor.Span<float>()[0] : null;
    }
}
