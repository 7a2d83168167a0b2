using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Clip: limits x to [min, max]. The bounds are attributes before opset 11, and optional scalar inputs since.</summary>
internal sealed class Clip : UnaryOperator
{
    public override string Name => "Clip";

    public override string Limits => "bounds as attributes (before opset 11) or inputs";

    public override (int Min, int Max) Inputs => (1, 3);

    public override Interval Range(RangeContext context)
    {
        (Interval low, Interval high) = Bounds(context);
        Interval x = context.Input(0);
        return new Interval(Math.Min(Math.Max(x.Min, low.Min), high.Min), Math.Min(Math.Max(x.Max, low.Max), high.Max));
    }

    // Without an upper bound no element becomes smaller.
    public override RelativeBound? Bound(RangeContext context) =>
        double.IsPositiveInfinity(Bounds(context).High.Min) ? context.KeptBound() : null;

    public override bool Accepts(int input, ElementType type) => BinaryOperator.Types.Contains(type);

    public override Activation? Function(Node node)
    {
        if (node.Opset < 11)
            return new Activation(
                UnaryKind.Clip, node.Attributes.Float("min", float.NegativeInfinity), node.Attributes.Float("max", float.PositiveInfinity));
        float? min = Limit(node, 1, float.NegativeInfinity);
        float? max = Limit(node, 2, float.PositiveInfinity);
        return min is null || max is null ? null : new Activation(UnaryKind.Clip, min.Value, max.Value);
    }

    public override void Infer(ShapeContext context)
    {
        base.Infer(context);
        for (int i = 1; i < context.InputCount; i++)
        {
            if (context.Node.Input(i)?.Type is { } type && type != context.Type(0))
                throw context.Node.Invalid(
                    $"its bound '{context.Node.Input(i)!.Name}' is {type}; expected {context.Type(0)} like its input");
            if (context.Node.Input(i) is { } bound && bound.Shape.IsKnown && bound.KnownShape.ElementCount != 1)
                throw context.Node.Invalid($"its bound '{bound.Name}' has the shape {bound.Shape}; expected a scalar");
        }
    }

    public override void Lower(LoweringContext context)
    {
        ElementType? type = context.Node.Required(0).Type;
        if (Function(context.Node) is not null && (type == ElementType.Float32 || context.Node.Opset < 11))
            base.Lower(context);
        else
            LowerBounds(context);
    }

    // For computed bounds and for other types than float: max(min, x), then min(max, result). The bound is the first operand, as in the
    // kernels' clamp, so that a NaN in x passes through.
    private static void LowerBounds(LoweringContext context)
    {
        View result = context.Input(0);
        if (context.Node.Input(1) is { } min)
        {
            BinaryOperator.Emit(context, BinaryKind.Max, Scalar(context, min), result);
            result = context.ViewOf(context.Node.Outputs[0]);
        }

        if (context.Node.Input(2) is { } max)
        {
            BinaryOperator.Emit(context, BinaryKind.Min, Scalar(context, max), result);
            result = context.ViewOf(context.Node.Outputs[0]);
        }

        if (result == context.Input(0))
            context.Alias(result);
    }

    // A bound of one element may have more axes than the input.
    private static View Scalar(LoweringContext context, Value bound) => context.ViewOf(bound).TryReshape(Shape.Scalar)!;

    private static (Interval Low, Interval High) Bounds(RangeContext context)
    {
        Node node = context.Node;
        (float low, float high) = (float.NegativeInfinity, float.PositiveInfinity);
        if (node.Opset < 11)
            (low, high) = (node.Attributes.Float("min", low), node.Attributes.Float("max", high));
        return (
            node.Input(1) is null ? new Interval(low, low) : context.Input(1),
            node.Input(2) is null ? new Interval(high, high) : context.Input(2));
    }

    private static float? Limit(Node node, int index, float otherwise)
    {
        if (node.Input(index) is not { } value)
            return otherwise;
        return value.Elements is { ElementType: ElementType.Float32, Shape.ElementCount: 1 } tensor ? tensor.Span<float>()[0] : null;
    }
}
