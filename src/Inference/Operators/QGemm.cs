using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Runtime's Gemm of integers of 8 bits: sums of A' B', to which an Int32 C is added, times alpha * a scale * b scale. With a scale of
/// the result they are divided by it and become integers of 8 bits; without, they are Float32.
/// </summary>
internal sealed class QGemm : Operator, ILowering
{
    private const int B = 3;

    private const int C = 6;

    private const int OutputScale = 7;

    public override string Name => "QGemm";

    public override string Domain => "com.microsoft";

    public override string Limits => "B with one scale, or one for each column";

    public override (int Min, int Max) Inputs => (6, 9);

    public override bool Accepts(int input, ElementType type) => input switch
    {
        1 or 4 or OutputScale => type == ElementType.Float32,
        C => type == ElementType.Int32,
        _ => type is ElementType.UInt8 or ElementType.Int8,
    };

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        Left(node).RequireOne();
        ElementType type = ElementType.Float32;
        if (IsQuantized(node))
        {
            Output(node).RequireOne();
            type = node.Input(OutputScale + 1) is null ? context.Type(0) : context.Type(OutputScale + 1);
        }

        if (context.Dimensions(0) is not { } a || context.Dimensions(B) is not { } b)
        {
            context.Set(0, type, SymbolicShape.Unknown);
            return;
        }

        if (a.Count != 2 || b.Count != 2)
            throw node.Invalid($"its operands have the ranks {a.Count} and {b.Count}; expected matrices");
        (Dimension m, Dimension k) = Turns(node, "transA") ? (a[1], a[0]) : (a[0], a[1]);
        (Dimension depth, Dimension n) = Turns(node, "transB") ? (b[1], b[0]) : (b[0], b[1]);
        if (k.IsKnown && depth.IsKnown && k != depth)
            throw node.Invalid($"{context.Shape(0)} and {context.Shape(B)} cannot be multiplied: the inner extents are {k} and {depth}");
        context.Set(0, type, [m, n]);
    }

    public override Interval Range(RangeContext context) => Interval.Of(context.Node.Outputs[0].Type);

    public override WindowRule Window(Node node) => WindowRule.None;

    public override long? MultiplyAdds(Node node) =>
        node.Outputs[0].KnownShape.ElementCount * node.Required(0).KnownShape[Turns(node, "transA") ? 0 : 1];

    public override bool KeepsImagesApart(Node node) => !Turns(node, "transA")
        && node.Inputs.Skip(1).All(input => input is null or { Constant: not null })
        && (node.Input(C) is not { } c || !c.SpansAxis(0, node.Outputs[0]));

    public override int FilterAxis(Node node) => Turns(node, "transB") ? 0 : 1;

    public override QuantizedValue? QuantizedWeights(Node node) => Right(node).Of(node.Required(B)) with { Axis = FilterAxis(node) };

    public override QuantizedValue? Quantizes(Node node) => IsQuantized(node) ? Output(node).Of(node.Outputs[0]) : null;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        bool plain = Turns(node, "transA") || node.Attributes.Float("alpha", 1f) != 1f || !IsQuantized(node)
            || (node.Input(C) is { } c && !Gemm.IsRow(c.KnownShape, context.OutputShape()[1]));
        if (!plain && ByteProduct.Read(node, Left(node), B, Right(node), Output(node), C) is { } product)
            product.EmitMatrix(context, context.Input(0), Turns(node, "transB"));
        else
            LowerPlain(context);
    }

    // Any operands, computed or not.
    private static void LowerPlain(LoweringContext context)
    {
        Node node = context.Node;
        View a = context.Input(0);
        View b = context.Input(B);
        View sums = LoweringContext.NewPlain(context.OutputShape(), ElementType.Int32);
        IntegerSums.EmitProduct(
            context, Turns(node, "transA") ? a.Permute([1, 0]) : a, Turns(node, "transB") ? b.Permute([1, 0]) : b,
            Left(node).Zeros(context, ElementType.Int32), Right(node).Zeros(context, ElementType.Int32), sums);
        if (node.Input(C) is not null)
            context.Emit(new BinaryStep(BinaryKind.Add, sums, IntegerSums.Fit(context, context.Plain(C), sums.Shape), sums, null));
        View scale = Left(node).Scales(context);
        float alpha = node.Attributes.Float("alpha", 1f);
        if (alpha != 1f)
            scale = IntegerSums.Combined(context, BinaryKind.Mul, context.Scalar(alpha), scale);
        View right = Right(node).Scales(context);
        if (IsQuantized(node))
        {
            View factors = IntegerSums.Factors(context, scale, right, Output(node).Scales(context));
            IntegerSums.EmitQuantized(context, sums, factors, Output(node).Zeros(context, ElementType.Float32), context.PlainOutput());
            ByteFunction.EmitActivation(context, OutputScale, OutputScale + 1);
            return;
        }

        View output = context.PlainOutput();
        View real = IntegerSums.Fit(context, IntegerSums.Combined(context, BinaryKind.Mul, scale, right), output.Shape);
        context.Emit(new CastStep(sums, output));
        context.Emit(new BinaryStep(BinaryKind.Mul, output, real, output, null));
    }

    private static bool IsQuantized(Node node) => node.Input(OutputScale) is not null;

    private static bool Turns(Node node, string attribute) => node.Attributes.Int(attribute, 0) != 0;

    private static Quantization Left(Node node) => new(node, 1, 2);

    private static Quantization Right(Node node) => new(node, 4, 5);

    private static Quantization Output(Node node) => new(node, OutputScale, OutputScale + 1);
}
