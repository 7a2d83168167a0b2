using Fovea.Inference.Graphs;
using Fovea.Inference.Kernels.Elementwise;
using Fovea.Inference.Planning;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Clip: bounds as attributes before opset 11, as optional scalar inputs since.</summary>
internal sealed class Clip : UnaryOperator
{
    public override string Name => "Clip";

    public override (int Least, int Most) Inputs => (1, 3);

    public override Activation? Function(Node node)
    {
        if (node.Opset < 11)
            return new Activation(UnaryKind.Clip, node.Attributes.Float("min", float.NegativeInfinity), node.Attributes.Float("max", float.PositiveInfinity));
        float? min = Bound(node, 1, float.NegativeInfinity);
        float? max = Bound(node, 2, float.PositiveInfinity);
        return min is null || max is null ? null : new Activation(UnaryKind.Clip, min.Value, max.Value);
    }

    public override void Lower(LoweringContext context)
    {
        if (context.Node.Required(0).Type == ElementType.Float32 && Function(context.Node) is not null)
            base.Lower(context);
        else
            LowerBounds(context);
    }

    // Bounds that the graph computes, and elements other than floats: the larger of x and min, then the smaller of that and max.
    private static void LowerBounds(LoweringContext context)
    {
        View result = context.Input(0);
        if (context.Node.Input(1) is { } min)
        {
            BinaryOperator.Emit(context, BinaryKind.Max, result, context.ViewOf(min));
            result = context.ViewOf(context.Node.Outputs[0]);
        }

        if (context.Node.Input(2) is { } max)
        {
            BinaryOperator.Emit(context, BinaryKind.Min, result, context.ViewOf(max));
            result = context.ViewOf(context.Node.Outputs[0]);
        }

        if (result == context.Input(0))
            context.Alias(result);
    }

    private static float? Bound(Node node, int index, float otherwise)
    {
        if (node.Input(index) is not { } value)
            return otherwise;
        return value.Constant is { ElementType: ElementType.Float32, Shape.ElementCount: 1 } tensor ? tensor.Span<float>()[0] : null;
    }
}
