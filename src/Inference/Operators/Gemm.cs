using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Gemm: alpha A' B' + beta C, where ' is the transposition chosen by transA and transB; C is broadcast to the product.
/// </summary>
internal sealed class Gemm : Operator, ILowering, IDifferentiable
{
    public override string Name => "Gemm";

    public override string Limits => "any operands; constant B and a row C are the fast path";

    public override (int Min, int Max) Inputs => (2, 3);

    public override bool Accepts(int input, ElementType type) => ScalarProduct.Accepts(type);

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        for (int i = 1; i < context.InputCount; i++)
        {
            if (node.Input(i) is not null && context.Type(i) != context.Type(0))
                throw node.Invalid($"input {i} is {context.Type(i)}; expected {context.Type(0)} like input 0");
        }

        if (!context.Type(0).IsFloat() && (node.Attributes.Float("alpha", 1f) != 1f || node.Attributes.Float("beta", 1f) != 1f))
            throw node.Unsupported($"has an alpha or a beta for {context.Type(0)}; supported are those of floats");
        if (context.Dimensions(0) is not { } a || context.Dimensions(1) is not { } b)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (a.Count != 2 || b.Count != 2)
            throw node.Invalid($"its operands have the ranks {a.Count} and {b.Count}; expected matrices");
        (Dimension m, Dimension k) = TransA(node) ? (a[1], a[0]) : (a[0], a[1]);
        (Dimension depth, Dimension n) = TransB(node) ? (b[1], b[0]) : (b[0], b[1]);
        if (k.IsKnown && depth.IsKnown && k != depth)
            throw node.Invalid($"{context.Shape(0)} and {context.Shape(1)} cannot be multiplied: the inner extents are {k} and {depth}");
        if (node.Input(2)?.Shape.Dimensions is { } c && (c.Count > 2 || !Broadcasts(c, [m, n])))
            throw node.Invalid($"C has the shape {node.Input(2)!.Shape}, which does not broadcast to the product [{m},{n}]");
        context.Set(0, context.Type(0), [m, n]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override int FilterAxis(Node node) => TransB(node) ? 0 : 1;

    public override AxisRead[]? Reads(Node node, int output, int input) => input switch
    {
        0 => TransA(node) ? [AxisRead.All, AxisRead.Same(0)] : [AxisRead.Same(0), AxisRead.All],
        1 => TransB(node) ? [AxisRead.Same(1), AxisRead.All] : [AxisRead.All, AxisRead.Same(1)],
        _ => AxisRead.Broadcast(node.Required(input).KnownShape, node.Outputs[0].KnownShape),
    };

    public override CellExplanation? Explain(CellContext context)
    {
        Node node = context.Node;
        double? bias = node.Input(2) is not null && context.Source(2) is { } cell
            ? node.Attributes.Float("beta", 1f) * context.Operand(2).At(cell)
            : null;
        return ProductCells.Explain(context, node.Attributes.Float("alpha", 1f), bias);
    }

    public override int ChannelAxis(Node node) => 1;

    public override bool TakesActivation(Node node, Activation function) => true;

    // Only a product with constant weights and, at most, one bias per column is lowered to the tile, whose epilogue adds the residual.
    public override bool TakesResidual(Node node) => IsPacked(node) && HasRowOrNone(node);

    public override ScaleFolding? ScaleFolding(Node node)
    {
        if (node.Required(1).Constant is not { ElementType: ElementType.Float32 } weights || !HasRowOrNone(node))
            return null;
        if (node.Attributes.Float("alpha", 1f) != 1f || node.Attributes.Float("beta", 1f) != 1f)
            return null;
        return new ScaleFolding(1, 2, TransB(node) ? ChannelLayout.Outermost(weights.Shape) : ChannelLayout.Innermost(weights.Shape));
    }

    public override Node? OnIntegers(IntegerIsland island)
    {
        Node node = island.Node;
        return !TransA(node) && node.Attributes.Float("alpha", 1f) == 1f
            && (node.Input(2) is null || node.Attributes.Float("beta", 1f) == 1f)
            && IntegerProduct.Operands(island, TransB(node) ? 0 : 1, out QuantizedValue? x, out QuantizedValue? w) is { } operands
            && HasRowOrNone(node) && IntegerProduct.TryBias(island, 2, x!, w!, out Value? bias)
                ? island.Replacement(new QGemm(), 1, node.Attributes, [.. operands, bias, island.Output.Scale, island.OutputZero])
                : null;
    }

    public override long? MultiplyAdds(Node node) =>
        node.Outputs[0].KnownShape.ElementCount * node.Required(0).KnownShape[TransA(node) ? 0 : 1];

    public override bool KeepsImagesApart(Node node) =>
        !TransA(node) && node.Required(1).Constant is not null
        && (node.Input(2) is not { } c || (c.Constant is not null && !c.SpansAxis(0, node.Outputs[0])));

    // Y = alpha A' B' + beta C.
    public void Differentiate(GradientContext context)
    {
        Node node = context.Node;
        Value dy = context.Gradient();
        (Value a, Value b) = (context.Input(0), context.Input(1));
        float alpha = node.Attributes.Float("alpha", 1f);
        long ta = TransA(node) ? 1 : 0, tb = TransB(node) ? 1 : 0;
        if (context.Wants(0))
            context.Set(0, ta == 0 ? Product(dy, b, 0, 1 - tb) : Product(b, dy, tb, 1));
        if (context.Wants(1))
            context.Set(1, tb == 0 ? Product(a, dy, 1 - ta, 0) : Product(dy, a, 1, ta));
        if (node.Input(2) is not null && context.Wants(2))
            context.SetBroadcast(2, context.Scale(dy, node.Attributes.Float("beta", 1f)));

        Value Product(Value left, Value right, long transA, long transB) =>
            context.Apply(o => o.Gemm, [left, right], ("alpha", alpha), ("transA", transA), ("transB", transB));
    }

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        View a = context.Input(0);
        if (TransA(node))
            a = a.Permute([1, 0]);
        a = context.AsPlain(a);
        Shape output = context.OutputShape();
        int depth = Extents.ToKernelInt(a.Shape[1], "elements in a sum");
        int columns = Extents.ToKernelInt(output[1], "columns");
        float alpha = node.Attributes.Float("alpha", 1f);
        float beta = node.Attributes.Float("beta", 1f);
        Value? c = node.Input(2);
        bool foldable = c is null || (c.Constant is { ElementType: ElementType.Float32 } bias && IsRow(bias.Shape, columns));
        if (IsPacked(node) && foldable)
        {
            ConstantData weights = node.Required(1).Constant!;
            MatrixWeights.Emit(
                context, a, weights, new MatrixPacking(TransB(node), depth, columns, context.Kernels.Lanes) { Scale = alpha }, c, beta);
            return;
        }

        LowerComputed(context, a, alpha, beta, c);
    }

    /// <summary>Whether the shape has one value per column, as the tile's bias must.</summary>
    public static bool IsRow(Shape shape, long columns) => shape.ElementCount == columns && (shape.Rank == 0 || shape[-1] == columns);

    private static bool IsPacked(Node node) =>
        node.Required(1).Constant is { ElementType: ElementType.Float32, Shape: { Rank: 2, ElementCount: > 0 } };

    private static bool HasRowOrNone(Node node) =>
        node.Input(2) is null || (node.Input(2)!.Constant is { } row && IsRow(row.Shape, node.Outputs[0].KnownShape[-1]));

    private static bool Broadcasts(IReadOnlyList<Dimension> from, Dimension[] to) =>
        from.Select((d, i) => (From: d, To: to[to.Length - from.Count + i]))
            .All(p => !p.From.IsKnown || p.From.Value == 1 || !p.To.IsKnown || p.From == p.To);

    // For computed operands: product, scaling and sum are separate steps.
    private static void LowerComputed(LoweringContext context, View a, float alpha, float beta, Value? c)
    {
        Node node = context.Node;
        View b = context.Input(1);
        if (TransB(node))
            b = b.Permute([1, 0]);
        View output = context.PlainOutput();
        long m = output.Shape[0];
        long n = output.Shape[1];
        View product = c is null && alpha == 1f && node.Activation is null
            ? output
            : LoweringContext.NewPlain(output.Shape, output.Type);
        if (!ScalarProduct.IsEmpty(context, product, a.Shape[1]))
            Multiply(context, a.TryReshape(new Shape(1, m, a.Shape[1]))!, b, product.TryReshape(new Shape(1, m, n))!);
        if (product == output)
            return;
        if (alpha != 1f)
            context.Emit(new BinaryStep(BinaryKind.Mul, product, Factor(context, alpha, output.Type).Expand(product.Shape), product, null));
        if (c is null)
        {
            context.Emit(new UnaryStep(node.Activation ?? new Activation(UnaryKind.Identity), product, output));
            return;
        }

        View addend = context.AsPlain(context.ViewOf(c));
        if (beta != 1f)
        {
            View scaled = LoweringContext.NewPlain(addend.Shape, output.Type);
            context.Emit(new BinaryStep(BinaryKind.Mul, addend, Factor(context, beta, output.Type).Expand(addend.Shape), scaled, null));
            addend = scaled;
        }

        bool clamps = node.Activation is null || (node.Activation.Kind == UnaryKind.Clip && output.Type == ElementType.Float32);
        context.Emit(new BinaryStep(BinaryKind.Add, product, addend.Expand(output.Shape), output, clamps ? node.Activation : null));
        if (!clamps)
            context.Emit(new UnaryStep(node.Activation!, output, output));
    }

    private static void Multiply(LoweringContext context, View a, View b, View product)
    {
        if (product.Type == ElementType.Float32)
            context.Emit(new MatrixProductStep(
                a, b.TryReshape(new Shape(1, b.Shape[0], b.Shape[1]))!, product, context.Kernels, context.Zeros));
        else
            ScalarProduct.Emit(context, a, context.AsPlain(b).TryReshape(new Shape(1, b.Shape[0], b.Shape[1]))!, product);
    }

    private static View Factor(LoweringContext context, float factor, ElementType type) =>
        type == ElementType.Float64 ? context.Filled(BitConverter.GetBytes((double)factor), type) : context.Scalar(factor);

    private static bool TransA(Node node) => node.Attributes.Int("transA", 0) != 0;

    private static bool TransB(Node node) => node.Attributes.Int("transB", 0) != 0;
}
