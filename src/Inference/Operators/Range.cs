using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Range: numbers from a start up to a limit, which is left out, in steps of delta; since opset 11.</summary>
internal sealed class Range : Operator, ILowering
{
    public override string Name => "Range";

    public override int Since => 11;

    public override (int Min, int Max) Inputs => (3, 3);

    public override bool Accepts(int input, ElementType type) =>
        type is ElementType.Float32 or ElementType.Float64 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64;

    public override bool NeedsElements(int input) => true;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Type(1) != context.Type(0) || context.Type(2) != context.Type(0))
            throw node.Invalid($"its operands are {context.Type(0)}, {context.Type(1)} and {context.Type(2)}; expected the same type");
        Tensor?[] operands = [.. Enumerable.Range(0, 3).Select(i => ConstantNumbers.One(node, i))];
        if (operands is not [{ } start, { } limit, { } delta])
        {
            context.Set(0, context.Type(0), [Dimension.Unknown]);
            return;
        }

        context.Set(0, context.Type(0), [Count(node, start, limit, delta)]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public void Lower(LoweringContext context) => context.Emit(new RangeStep(context.Plain(0), context.Plain(2), context.PlainOutput()));

    // Integers exactly; floats as their own type subtracts and a double divides, which is what ONNX Runtime does.
    private static long Count(Node node, Tensor start, Tensor limit, Tensor delta)
    {
        if (!start.ElementType.IsFloat())
        {
            Int128 step = ConstantNumbers.Integer(delta);
            if (step == 0)
                throw node.Invalid("its delta is 0; expected a step");
            Int128 distance = (Int128)ConstantNumbers.Integer(limit) - ConstantNumbers.Integer(start);
            Int128 count = (distance / step) + (distance % step == 0 ? 0 : 1);
            return Int128.Sign(distance) != Int128.Sign(step) ? 0 : (long)Int128.Min(count, long.MaxValue);
        }

        double span = start.ElementType == ElementType.Float32
            ? limit.Span<float>()[0] - start.Span<float>()[0]
            : limit.Span<double>()[0] - start.Span<double>()[0];
        double by = start.ElementType == ElementType.Float32 ? delta.Span<float>()[0] : delta.Span<double>()[0];
        double steps = Math.Ceiling(span / by);
        return double.IsNaN(steps) || steps > Extents.MaxElements
            ? throw node.Invalid($"from start to limit it is {span}, in steps of {by}; expected at most 2^47 steps")
            : (long)Math.Max(0, steps);
    }
}
