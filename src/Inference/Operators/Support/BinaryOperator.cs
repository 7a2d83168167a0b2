using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The base of element-wise functions of two operands, with broadcasting. The result has the memory order of the larger operand.
/// </summary>
internal abstract class BinaryOperator : Operator, ILowering
{
    /// <summary>The element types that have kernels.</summary>
    public static unsafe IReadOnlyList<ElementType> Types { get; } = ElementKernels.With(kernels => kernels.Binary != null);

    public abstract BinaryKind Kind { get; }

    /// <summary>Whether the function is commutative.</summary>
    public virtual bool Commutes => false;

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Accepts(int input, ElementType type) => Types.Contains(type);

    public override bool TakesActivation(Node node, Activation function) => function.Kind == UnaryKind.Clip;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Type(0) != context.Type(1) && Kind != BinaryKind.Pow)
            throw node.Invalid($"its operands are {context.Type(0)} and {context.Type(1)}; expected the same type");
        context.Set(0, context.Type(0), ShapeContext.Broadcast(node, context.Dimensions(0), context.Dimensions(1)));
    }

    // A computed operand of lower rank is broadcast over the batch: its own axis 0 is aligned with another axis.
    public override bool KeepsImagesApart(Node node) => node.Inputs.All(i =>
        i!.Constant is null ? i.Shape.Rank == node.Outputs[0].Shape.Rank : !i.SpansAxis(0, node.Outputs[0]));

    public virtual void Lower(LoweringContext context) => Emit(context, Kind, context.Input(0), context.Input(1));

    /// <summary>Emits the function of two views that broadcast to the node's output.</summary>
    public static void Emit(LoweringContext context, BinaryKind kind, View a, View b)
    {
        Shape shape = context.OutputShape();
        bool channelsLast = IsChannelsLastImage(a, shape) || IsChannelsLastImage(b, shape);
        View output = channelsLast ? context.ChannelsLastOutput() : context.PlainOutput();
        var step = new BinaryStep(kind, a.Expand(shape), b.Expand(shape), output, context.Node.Activation);
        if (!step.IsWalkable)
        {
            // An operand that is not contiguous in the output's memory order is copied into that order.
            step = new BinaryStep(
                kind, Ordered(context, a, channelsLast).Expand(shape), Ordered(context, b, channelsLast)
                    .Expand(shape), output, context.Node.Activation);
        }

        context.Emit(step);
    }

    private static bool IsChannelsLastImage(View view, Shape shape) =>
        view.Shape.Rank == shape.Rank && view.Shape.ElementCount == shape.ElementCount && view.IsChannelsLast && !view.IsPlain;

    private static View Ordered(LoweringContext context, View view, bool channelsLast)
    {
        if (!channelsLast)
            return context.AsPlain(view);
        // A broadcast operand of lower rank gets leading axes of extent 1, so that its axes can be reordered.
        int missing = context.OutputShape().Rank - view.Shape.Rank;
        View full = missing == 0 ? view : view.TryReshape(new Shape([.. Enumerable.Repeat(1L, missing), .. view.Shape]))!;
        return context.AsChannelsLast(full);
    }
}
