using System.Globalization;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX QLinearConv: a convolution of integers of 8 bits. Its sums, to which an Int32 bias is added, are multiplied by x scale * w scale /
/// y scale, rounded half to even, and clamped.
/// </summary>
internal sealed class QLinearConv : Operator, ILowering
{
    private const int Weights = 3;

    private const int Bias = 8;

    // As many groups become one at most, each of which multiplies with the channels of all.
    private const int MostMerged = 8;

    public override string Name => "QLinearConv";

    public override int Since => 10;

    public override string Limits => "1 to 3 spatial axes; weights with one scale, or one for each filter";

    public override (int Min, int Max) Inputs => (8, 9);

    public override bool Accepts(int input, ElementType type) => input switch
    {
        1 or 4 or 6 => type == ElementType.Float32,
        Bias => type == ElementType.Int32,
        _ => type is ElementType.UInt8 or ElementType.Int8,
    };

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        X(node).RequireOne();
        Y(node).RequireOne();
        ConvolutionRules.Infer(context, Weights, Bias, context.Type(7));
    }

    public override Interval Range(RangeContext context) => Interval.Of(context.Node.Outputs[0].Type);

    public override WindowRule Window(Node node) =>
        ConvolutionRules.Window(node, Weights).ToRule(WindowKind.Sliding, (int)Conv.Groups(node));

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 ? ConvolutionRules.Reads(node, Weights) : null;

    public override CellExplanation? Explain(CellContext context)
    {
        long filter = context.Index[1];
        double x = context.Operand(1)[0], w = context.Operand(4).Of(filter), y = context.Operand(6)[0];
        double zero = Zero(context, 7, 0);
        double factor = x * w / y;
        (double least, double most) = context.Type == ElementType.Int8 ? (-128, 127) : (0, 255);
        return ConvolutionCells.Explain(
            context, Weights, context.Node.Input(Bias) is null ? null : context.Operand(Bias)[filter],
            (Zero(context, 2, 0), Zero(context, 5, filter)),
            sum => Math.Clamp(Math.Round(sum * factor, MidpointRounding.ToEven) + zero, least, most),
            string.Create(
                CultureInfo.InvariantCulture,
                $" Values and weights are integers less their zero points. The sum is multiplied by {(float)factor}, the scales of input " +
                $"and weights over that of the result, rounded, and the zero point {zero} added; the result lies in {least} to {most}."));
    }

    private static double Zero(CellContext context, int input, long index) =>
        context.Node.Input(input) is null ? 0 : context.Operand(input).Of(index);

    public override long? MultiplyAdds(Node node) => ConvolutionRules.MultiplyAdds(node, Weights);

    public override bool KeepsImagesApart(Node node) =>
        node.Inputs.Skip(1).All(input => input is null or { Constant: not null });

    public override QuantizedValue? Quantizes(Node node) => Y(node).Of(node.Outputs[0]);

    public override QuantizedValue? QuantizedWeights(Node node) => W(node).Of(node.Required(Weights));

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        ByteProduct? product = ByteProduct.Read(node, X(node), Weights, W(node), Y(node), Bias);
        if (product?.TryEmitConvolution(context, ConvolutionRules.Window(node, Weights), (int)Conv.Groups(node)) == true)
            return;
        if (product is not null && Merged(node) is { } merged)
            context.LowerPart(merged);
        else
            LowerPlain(context);
    }

    // The same convolution in fewer groups, whose channels are whole words: filters have no weights for the channels of others. Null if
    // that would be too many.
    private Node? Merged(Node node)
    {
        long groups = Conv.Groups(node);
        Shape filters = node.Required(Weights).KnownShape;
        long count = filters[1] % 2 == 0 ? 2 : BytePanelPacking.Word;
        if (groups % count != 0)
            count = groups;
        if (groups == 1 || filters[1] % BytePanelPacking.Word == 0 || count > MostMerged)
            return null;
        Value weights = new($"{node.Required(Weights).Name} of merged groups");
        weights.SetConstant(new MergedGroups(node.Required(Weights).Constant!, (int)groups, (int)count, W(node).Zero?.Constant));
        Value?[] inputs = [.. node.Inputs];
        inputs[Weights] = weights;
        return new Node(this, node.Name, node.Attributes.With("group", groups / count), inputs, node.Outputs, node.Opset)
        {
            Activation = node.Activation,
        };
    }

    // Any operands, computed or not.
    private static void LowerPlain(LoweringContext context)
    {
        Node node = context.Node;
        int rank = context.InputShape(0).Rank;
        View sums = LoweringContext.NewChannelsLast(context.OutputShape(), ElementType.Int32);
        IntegerSums.EmitConvolution(context, Weights, X(node), W(node), node.Input(Bias), sums);
        View w = IntegerSums.AlongAxis(W(node).Scales(context), 1, rank);
        View factors = IntegerSums.Factors(context, One(X(node).Scales(context)), w, One(Y(node).Scales(context)));
        IntegerSums.EmitQuantized(
            context, sums, factors, One(Y(node).Zeros(context, ElementType.Float32)), context.ChannelsLastOutput());
        ByteFunction.EmitActivation(context, 6, 7);
    }

    private static View One(View parameter) => parameter.TryReshape(Shape.Scalar)!;

    private static Quantization X(Node node) => new(node, 1, 2);

    private static Quantization W(Node node) => new(node, 4, 5);

    private static Quantization Y(Node node) => new(node, 6, 7);
}
