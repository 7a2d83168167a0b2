using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX MatMul: the matrix product of numpy.matmul; leading axes broadcast, vectors are promoted. Fusion may add a bias as input 2.
/// </summary>
internal sealed class MatMul : Operator, ILowering, IDifferentiable
{
    public override string Name => "MatMul";

    public override string Limits => "any operands; a constant matrix is the fast path";

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Accepts(int input, ElementType type) => ScalarProduct.Accepts(type);

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Type(0) != context.Type(1))
            throw node.Invalid($"its operands are {context.Type(0)} and {context.Type(1)}; expected the same type");
        context.Set(0, context.Type(0), MatrixStacks.Shape(context, 0, 1));
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override int FilterAxis(Node node) => Math.Max(0, node.Required(1).Shape.Rank - 1);

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        Shape shape = node.Required(input).KnownShape;
        Shape result = node.Outputs[0].KnownShape;
        if (shape.Rank < 2 || node.Required(1 - input).KnownShape.Rank < 2)
            return null;
        AxisRead[] axes = [.. shape.Select((extent, axis) => extent == 1 ? AxisRead.All : AxisRead.Same(result.Rank - shape.Rank + axis))];
        axes[input == 0 ? ^1 : ^2] = AxisRead.All;
        return axes;
    }

    public override CellExplanation? Explain(CellContext context) => ProductCells.Explain(context);

    public override int ChannelAxis(Node node) => node.Outputs[0].Shape.Rank - 1;

    public override bool TakesActivation(Node node, Activation function) => true;

    public override bool TakesResidual(Node node) => Weights(node) is not null &&
        (node.Input(2) is null || (node.Input(2)!.Constant is { } row && Gemm.IsRow(row.Shape, node.Outputs[0].KnownShape[-1])));

    public override int? TakesBias(Node node, ConstantData row) =>
        node is { Inputs.Length: 2 } && Weights(node) is { } weights && row.ElementType == ElementType.Float32
        && Gemm.IsRow(row.Shape, weights.Shape[1])
            ? 2
            : null;

    public override ScaleFolding? ScaleFolding(Node node) =>
        ConvolutionBias.IsConstant(node) && node.Required(1).Constant is { ElementType: ElementType.Float32, Shape.Rank: 2 } weights
        ? new ScaleFolding(1, 2, ChannelLayout.Innermost(weights.Shape))
        : null;

    public override Node? OnIntegers(IntegerIsland island) =>
        island.Node.Inputs.Length == 2 && IntegerProduct.Operands(island, 1, out _, out QuantizedValue? w) is { } operands
        && w!.Integers.Shape.Rank == 2
            ? island.Replacement(new QLinearMatMul(), 21, NodeAttributes.None, [.. operands, island.Output.Scale, island.OutputZero])
            : null;

    public override long? MultiplyAdds(Node node) => node.Outputs[0].KnownShape.ElementCount * node.Required(0).KnownShape[-1];

    public override bool KeepsImagesApart(Node node) =>
        node.Required(1).Constant is not null
            ? node.Required(1).Shape.Rank == 2 && node.Required(0).Shape.Rank >= 2
            : node.Required(0).Shape.Rank >= 3 && node.Required(1).Shape.Rank == node.Required(0).Shape.Rank;

    public void Differentiate(GradientContext context)
    {
        (Shape a, Shape b, Shape y) = (context.InputShape(0), context.InputShape(1), context.OutputShape());
        if (a.Rank < 2 || b.Rank < 2)
            throw context.NoRule("for vectors");
        if (context.Wants(0))
        {
            Value product = context.Apply(o => o.MatMul, [context.Gradient(), Transposed(context, 1)]);
            context.Set(0, context.SumTo(product, y.With(y.Rank - 1, a[-1]), a));
        }

        if (context.Wants(1))
        {
            Value product = context.Apply(o => o.MatMul, [Transposed(context, 0), context.Gradient()]);
            context.Set(1, context.SumTo(product, y.With(y.Rank - 2, b[-2]), b));
        }
    }

    private static Value Transposed(GradientContext context, int input)
    {
        int rank = context.InputShape(input).Rank;
        long[] order = [.. Enumerable.Range(0, rank - 2).Select(axis => (long)axis), rank - 1, rank - 2];
        return context.Apply(o => o.Transpose, [context.Input(input)], ("perm", order));
    }

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        if (Weights(node) is { } weights)
        {
            int depth = Extents.ToKernelInt(weights.Shape[0], "elements in a sum");
            int columns = Extents.ToKernelInt(weights.Shape[1], "columns");
            MatrixWeights.Emit(
                context, context.Plain(0), weights, new MatrixPacking(Transposed: false, depth, columns, context.Kernels.Lanes),
                node.Input(2));
            return;
        }

        LowerComputed(context);
    }

    // The constant matrix that the fast path packs.
    private static ConstantData? Weights(Node node) => node.Required(1).Constant is { ElementType: ElementType.Float32 } constant
        && constant.Shape is { Rank: 2, ElementCount: > 0 } ? constant : null;

    private static void LowerComputed(LoweringContext context)
    {
        View a = context.Plain(0);
        View b = context.Plain(1);
        View output = context.PlainOutput();
        if (!ScalarProduct.IsEmpty(context, output, a.Shape[-1]))
        {
            (a, b, View product) = MatrixStacks.Of(context, a, b, output);
            if (output.Type == ElementType.Float32)
                context.Emit(new MatrixProductStep(a, b, product, context.Kernels, context.Zeros));
            else
                ScalarProduct.Emit(context, a, b, product);
        }

        Activate(context, output);
    }

    private static void Activate(LoweringContext context, View output)
    {
        if (context.Node.Activation is { } activation)
            context.Emit(new UnaryStep(activation, output, output));
    }
}
