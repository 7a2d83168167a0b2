using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX QLinearMatMul: the product of matrices of 8-bit integers, or of stacks of them. Its sums are multiplied by a scale * b scale / y
/// scale, rounded half to even, and clamped.
/// </summary>
internal sealed class QLinearMatMul : Operator, ILowering
{
    public override string Name => "QLinearMatMul";

    public override int Since => 10;

    public override string Limits => "one scale, or one for each row of the left operand and the result, and each column of the right one";

    public override (int Min, int Max) Inputs => (8, 8);

    public override bool Accepts(int input, ElementType type) => input is 1 or 4 or 6
        ? type == ElementType.Float32
        : type is ElementType.UInt8 or ElementType.Int8;

    public override void Infer(ShapeContext context) => context.Set(0, context.Type(7), MatrixStacks.Shape(context, 0, 3));

    public override Interval Range(RangeContext context) => Interval.Of(context.Node.Outputs[0].Type);

    public override WindowRule Window(Node node) => WindowRule.None;

    public override int FilterAxis(Node node) => Math.Max(0, node.Required(3).Shape.Rank - 1);

    public override QuantizedValue? QuantizedWeights(Node node) =>
        B(node).Of(node.Required(3)) with { Axis = FilterAxis(node) };

    public override int ChannelAxis(Node node) => node.Outputs[0].Shape.Rank - 1;

    public override long? MultiplyAdds(Node node) => node.Outputs[0].KnownShape.ElementCount * node.Required(0).KnownShape[-1];

    public override bool KeepsImagesApart(Node node) =>
        node.Inputs.Skip(1).All(input => input is { Constant: not null }) && node.Required(3).Shape.Rank == 2
        && node.Required(0).Shape.Rank >= 2 && A(node).IsPerTensor && Y(node).IsPerTensor;

    public override QuantizedValue? Quantizes(Node node) => Y(node).Of(node.Outputs[0]);

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        if (node.Required(0).Shape.Rank >= 2 && node.Required(3).Shape.Rank == 2
            && ByteProduct.Read(node, A(node), 3, B(node), Y(node), -1) is { } product)
            product.EmitMatrix(context, context.Input(0), transposed: false);
        else
            LowerPlain(context);
    }

    // Any operands, computed or not. Vectors are matrices of one row or column.
    private static void LowerPlain(LoweringContext context)
    {
        Node node = context.Node;
        Shape shape = context.OutputShape();
        View sums = LoweringContext.NewPlain(shape, ElementType.Int32);
        IntegerSums.EmitProduct(
            context, context.Input(0), context.Input(3), A(node).Zeros(context, ElementType.Int32),
            B(node).Zeros(context, ElementType.Int32), sums);
        View factors = IntegerSums.Factors(
            context, IntegerSums.AlongRows(A(node).Scales(context)), B(node).Scales(context),
            IntegerSums.AlongRows(Y(node).Scales(context)));
        View output = context.PlainOutput();
        View zeros = IntegerSums.AlongRows(Y(node).Zeros(context, ElementType.Float32));
        var promoted = new Shape([.. Promoted(node, shape)]);
        IntegerSums.EmitQuantized(context, sums.TryReshape(promoted)!, factors, zeros, output.TryReshape(promoted)!);
        ByteFunction.EmitActivation(context, 6, 7);
    }

    // The result with the axes that vectors lack, which scales have.
    private static List<long> Promoted(Node node, Shape shape)
    {
        List<long> extents = [.. shape];
        if (node.Required(3).Shape.Rank == 1)
            extents.Add(1);
        if (node.Required(0).Shape.Rank == 1)
            extents.Insert(extents.Count - 1, 1);
        return extents;
    }

    private static Quantization A(Node node) => new(node, 1, 2);

    private static Quantization B(Node node) => new(node, 4, 5);

    private static Quantization Y(Node node) => new(node, 6, 7);
}
