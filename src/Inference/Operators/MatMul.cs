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
internal sealed class MatMul : Operator, ILowering
{
    public override string Name => "MatMul";

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is { Count: 0 } || context.Dimensions(1) is { Count: 0 })
            throw node.Invalid("an operand is a scalar; expected vectors, matrices or stacks of them");
        if (context.Dimensions(0) is not { Count: > 0 } a || context.Dimensions(1) is not { Count: > 0 } b)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        context.RequireElements(0, 1);
        Dimension k = a[^1];
        Dimension depth = b.Count == 1 ? b[0] : b[^2];
        if (k.IsKnown && depth.IsKnown && k != depth)
            throw node.Invalid($"{context.Shape(0)} and {context.Shape(1)} cannot be multiplied: the inner extents are {k} and {depth}");
        IReadOnlyList<Dimension> lead = ShapeContext.Broadcast(node, [.. a.SkipLast(2)], [.. b.SkipLast(2)])!;
        var result = new List<Dimension>(lead);
        if (a.Count > 1)
            result.Add(a[^2]);
        if (b.Count > 1)
            result.Add(b[^1]);
        context.Set(0, context.Type(0), result);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override int ChannelAxis(Node node) => node.Outputs[0].Shape.Rank - 1;

    public override bool TakesActivation(Node node, Activation function) => true;

    public override bool TakesResidual(Node node) => node.Required(1).Constant is { Shape.Rank: 2 } &&
        (node.Input(2) is null || (node.Input(2)!.Constant is { } row && Gemm.IsRow(row.Shape, node.Outputs[0].KnownShape[-1])));

    public override int? TakesBias(Node node, ConstantData row) =>
        node is { Inputs.Length: 2 } && node.Required(1).Constant is { Shape.Rank: 2 } weights && row.ElementType == ElementType.Float32
        && Gemm.IsRow(row.Shape, weights.Shape[1])
            ? 2
            : null;

    public override ScaleFolding? ScaleFolding(Node node) =>
        ConvolutionBias.IsConstant(node) && node.Required(1).Constant is { ElementType: ElementType.Float32, Shape.Rank: 2 } weights
        ? new ScaleFolding(1, 2, ChannelLayout.Innermost(weights.Shape))
        : null;

    public override long? MultiplyAdds(Node node) => node.Outputs[0].KnownShape.ElementCount * node.Required(0).KnownShape[-1];

    public override bool KeepsImagesApart(Node node) =>
        node.Required(1).Constant is not null
            ? node.Required(1).Shape.Rank == 2 && node.Required(0).Shape.Rank >= 2
            : node.Required(0).Shape.Rank >= 3 && node.Required(1).Shape.Rank == node.Required(0).Shape.Rank;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        if (node.Required(1).Constant is { Shape.Rank: 2 } weights)
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

    // Both operands become stacks of matrices [matrices, rows, columns]; a broadcast stack has stride 0.
    private static void LowerComputed(LoweringContext context)
    {
        View a = context.Plain(0);
        View b = context.Plain(1);
        View output = context.PlainOutput();
        if (a.Shape.Rank == 1)
            a = a.TryReshape(new Shape(1, a.Shape[0]))!;
        if (b.Shape.Rank == 1)
            b = b.TryReshape(new Shape(b.Shape[0], 1))!;
        long m = a.Shape[-2];
        long n = b.Shape[-1];
        int lead = Math.Max(a.Shape.Rank, b.Shape.Rank) - 2;
        long[] stack = new long[lead];
        for (int i = 1; i <= lead; i++)
        {
            long x = i <= a.Shape.Rank - 2 ? a.Shape[a.Shape.Rank - 2 - i] : 1;
            long y = i <= b.Shape.Rank - 2 ? b.Shape[b.Shape.Rank - 2 - i] : 1;
            stack[^i] = x == 1 ? y : x;
        }

        View wideA = Stacked(context, a, stack);
        View wideB = Stacked(context, b, stack);
        View product = output.TryReshape(new Shape(wideA.Shape[0], m, n))!;
        context.Emit(new MatrixProductStep(wideA, wideB, product, context.Kernels.Lanes, context.Zeros));
        if (context.Node.Activation is { } activation)
            context.Emit(new UnaryStep(activation, output, output));
    }

    private static View Stacked(LoweringContext context, View view, long[] stack)
    {
        long matrices = stack.Aggregate(1L, (x, y) => x * y);
        View wide = view.Expand(new Shape([.. stack, view.Shape[-2], view.Shape[-1]]));
        var shape = new Shape(matrices, view.Shape[-2], view.Shape[-1]);
        return wide.TryReshape(shape) ?? context.AsPlain(wide).TryReshape(shape)!;
    }
}
