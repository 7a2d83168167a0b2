using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of element-wise functions of one element: the shape stays the same, and any memory order works.</summary>
internal abstract class UnaryOperator : Operator, ILowering, IDifferentiable
{
    public abstract override Activation? Function(Node node);

    /// <summary>The element types of functions that integers have too (ScalarUnaryKernel).</summary>
    public static unsafe IReadOnlyList<ElementType> Numbers { get; } = ElementKernels.With(kernels => kernels.Unary != null);

    public override bool Accepts(int input, ElementType type) => type is ElementType.Float32 or ElementType.Float64;

    public override void Infer(ShapeContext context) => context.SameAsInput();

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 ? AxisRead.SameAxes(node.Required(0).KnownShape.Rank) : null;

    public override CellExplanation? Explain(CellContext context)
    {
        if (Function(context.Node) is not { } function || context.Source(0) is not { } cell)
            return null;
        double before = context.Operand(0).At(cell);
        return context.Function(
            $"{Name} of one value.", [context.One(0, cell, adds: false)],
            DoubleUnaryKernel.Apply(function.Kind, before, function.Alpha, function.Beta)) with
        { Activation = new CellActivation(Name, before, context.Value) };
    }

    public override bool KeepsImagesApart(Node node) => true;

    public override Node? OnIntegers(IntegerIsland island) =>
        ByteFunction.Of(island, island.Bytes(0), Function(island.Node));

    public virtual void Differentiate(GradientContext context)
    {
        Activation function = Function(context.Node) ?? throw context.NoRule("where the graph computes its parameters");
        if (UnaryGradient.Of(context, function) is { } gradient)
            context.Set(0, gradient);
    }

    public virtual void Lower(LoweringContext context)
    {
        Activation function = Function(context.Node) ?? throw context.Node.Unsupported("its parameters are computed by the graph");
        EmitUnary(context, function);
    }

    /// <summary>Applies an element-wise function to input 0, in place if the input is not needed afterwards.</summary>
    public static void EmitUnary(LoweringContext context, Activation function)
    {
        View input = context.DenseInput(0);
        View output = context.CanOverwrite(0) && input == context.Input(0) ? context.SetOutput(input) : context.OutputLike(input);
        context.Emit(new UnaryStep(function, input, output));
    }
}
