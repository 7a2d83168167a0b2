using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ConvInteger: a convolution of integers of 8 bits, minus their zero points, as sums of 32 bits.</summary>
internal sealed class ConvInteger : Operator, ILowering
{
    private const int Weights = 1;

    public override string Name => "ConvInteger";

    public override int Since => 10;

    public override string Limits => "1 to 3 spatial axes; weights with one zero point, or one for each filter";

    public override (int Min, int Max) Inputs => (2, 4);

    public override bool Accepts(int input, ElementType type) => ScaledIntegers.Accepts(input, type);

    public override void Infer(ShapeContext context)
    {
        ScaledIntegers.X(context.Node).RequireOne();
        ConvolutionRules.Infer(context, Weights, int.MaxValue, ScaledIntegers.ResultType(context.Node));
    }

    public override WindowRule Window(Node node) =>
        ConvolutionRules.Window(node, Weights).ToRule(WindowKind.Sliding, (int)Conv.Groups(node));

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 ? ConvolutionRules.Reads(node, Weights) : null;

    public override CellExplanation? Explain(CellContext context) => ConvolutionCells.Explain(
        context, Weights, bias: null,
        (
            context.Node.Input(2) is null ? 0 : context.Operand(2)[0],
            context.Node.Input(3) is null ? 0 : context.Operand(3).Of(context.Index[1])));

    public override long? MultiplyAdds(Node node) => ConvolutionRules.MultiplyAdds(node, Weights);

    public override bool KeepsImagesApart(Node node) =>
        node.Inputs.Skip(1).All(input => input is null or { Constant: not null });

    public override Composite? Recognize(Graph graph, Node node) =>
        node.Operator is ConvInteger && ScaledIntegers.Read(node) is { } product && product.HasConvolution((int)Conv.Groups(node))
            ? ScaledIntegers.Recognize(graph, node, 1)
            : null;

    public override bool TakesActivation(Node node, Activation function) =>
        ScaledIntegers.TakesActivation(node, function);

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        if (ScaledIntegers.Read(node) is not { } product
            || !product.TryEmitConvolution(context, ConvolutionRules.Window(node, Weights), (int)Conv.Groups(node)))
            LowerPlain(context);
    }

    // Any operands, computed or not.
    private static void LowerPlain(LoweringContext context) => IntegerSums.EmitConvolution(
        context, Weights, ScaledIntegers.X(context.Node), ScaledIntegers.W(context.Node), null, context.ChannelsLastOutput());
}
