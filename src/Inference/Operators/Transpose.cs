using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Transpose: axes in another order. Only the view changes; a reader that needs another order copies.</summary>
internal sealed class Transpose : Operator, ILowering, IDifferentiable
{
    public override string Name => "Transpose";

    public override bool ChoosesElements => true;

    public override Interval Range(RangeContext context) => context.Input(0);

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        int[] order = Order(context.Node, x.Count);
        context.Set(0, context.Type(0), [.. order.Select(a => x[a])]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        int[] order = Order(node, node.Required(0).KnownShape.Rank);
        return [.. Enumerable.Range(0, order.Length).Select(axis => AxisRead.Same(Array.IndexOf(order, axis)))];
    }

    public override bool KeepsImagesApart(Node node) => Order(node, node.Required(0).KnownShape.Rank)[0] == 0;

    public void Differentiate(GradientContext context)
    {
        int[] order = Order(context.Node, context.InputShape(0).Rank);
        long[] back = [.. Enumerable.Range(0, order.Length).Select(axis => (long)Array.IndexOf(order, axis))];
        context.Set(0, context.Apply(o => o.Transpose, [context.Gradient()], ("perm", back)));
    }

    public void Lower(LoweringContext context) =>
        context.Alias(context.Input(0).Permute(Order(context.Node, context.InputShape(0).Rank)));

    private static int[] Order(Node node, int rank)
    {
        long[] order = node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, rank).Reverse().Select(a => (long)a)];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, rank).Select(a => (long)a)))
            throw node.Invalid($"perm is [{string.Join(',', order)}]; expected each axis of a tensor of rank {rank} once");
        return Array.ConvertAll(order, a => (int)a);
    }
}
