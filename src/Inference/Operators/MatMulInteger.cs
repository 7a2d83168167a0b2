using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX MatMulInteger: the product of matrices of 8-bit integers, or of stacks of them, minus their zero points, as sums of 32 bits.
/// </summary>
internal sealed class MatMulInteger : Operator, ILowering
{
    public override string Name => "MatMulInteger";

    public override int Since => 10;

    public override string Limits => "one zero point, or one for each row of the left and each column of the right operand";

    public override (int Min, int Max) Inputs => (2, 4);

    public override bool Accepts(int input, ElementType type) => ScaledIntegers.Accepts(input, type);

    public override void Infer(ShapeContext context) =>
        context.Set(0, ScaledIntegers.ResultType(context.Node), MatrixStacks.Shape(context, 0, 1));

    public override WindowRule Window(Node node) => WindowRule.None;

    public override int ChannelAxis(Node node) => node.Outputs[0].Shape.Rank - 1;

    public override long? MultiplyAdds(Node node) => node.Outputs[0].KnownShape.ElementCount * node.Required(0).KnownShape[-1];

    public override bool KeepsImagesApart(Node node) =>
        node.Inputs.Skip(1).All(input => input is null or { Constant: not null }) && node.Required(1).Shape.Rank == 2
        && node.Required(0).Shape.Rank >= 2 && ScaledIntegers.X(node).IsPerTensor;

    public override Composite? Recognize(Graph graph, Node node) =>
        node.Operator is MatMulInteger && Product(node) is not null ? ScaledIntegers.Recognize(graph, node, ChannelAxis(node)) : null;

    public override bool TakesActivation(Node node, Activation function) =>
        ScaledIntegers.TakesActivation(node, function);

    public void Lower(LoweringContext context)
    {
        if (Product(context.Node) is { } product)
            product.EmitMatrix(context, context.Input(0), transposed: false);
        else
            LowerPlain(context);
    }

    private static ByteProduct? Product(Node node) =>
        node.Required(0).Shape.Rank >= 2 && node.Required(1).Shape.Rank == 2 ? ScaledIntegers.Read(node) : null;

    // Any operands, computed or not.
    private static void LowerPlain(LoweringContext context)
    {
        View a = ScaledIntegers.X(context.Node).Zeros(context, ElementType.Int32);
        View b = ScaledIntegers.W(context.Node).Zeros(context, ElementType.Int32);
        IntegerSums.EmitProduct(context, context.Input(0), context.Input(1), a, b, context.PlainOutput());
    }
}
