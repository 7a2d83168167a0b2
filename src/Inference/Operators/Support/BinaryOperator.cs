using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>What all functions of two operands share: broadcasting, and the order of memory of the larger operand.</summary>
internal abstract class BinaryOperator : Operator, ILowering
{
    /// <summary>The element types that there are kernels for.</summary>
    public static unsafe IReadOnlyList<ElementType> Types { get; } = ElementKernels.With(kernels => kernels.Binary != null);

    public abstract BinaryKind Kind { get; }

    /// <summary>Whether the operands may change places.</summary>
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

    // A computed operand of lower rank broadcasts along the images: its own axis 0 stands beside another axis.
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
            // An operand whose elements do not follow one another in the output's order is copied into it.
            step = new BinaryStep(
                kind, Ordered(context, a, channelsLast).Expand(shape), Ordered(context, b, channelsLast).Expand(shape), output, context.Node.Activation);
        }

        context.Emit(step);
    }

    private static bool IsChannelsLastImage(View view, Shape shape) =>
        view.Shape.Rank == shape.Rank && view.Shape.ElementCount == shape.ElementCount && view.IsChannelsLast && !view.IsPlain;

    private static View Ordered(LoweringContext context, View view, bool channelsLast)
    {
        if (!channelsLast)
            return context.AsPlain(view);
        // A broadcast operand of lower rank gets the leading ones that the order of axes needs.
        int missing = context.OutputShape().Rank - view.Shape.Rank;
        View full = missing == 0 ? view : view.TryReshape(new Shape([.. Enumerable.Repeat(1L, missing), .. view.Shape]))!;
        return context.AsChannelsLast(full);
    }
}
