using Fovea.Inference.Graphs;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// ConvInteger and MatMulInteger whose sums are converted to real numbers and multiplied by a scale, to which a row may be added: what
/// dynamically quantised networks consist of. One node does it all; its inputs go on with the scale and the row.
/// </summary>
internal static class ScaledIntegers
{
    /// <summary>The input of the scale.</summary>
    private const int Scale = 4;

    /// <summary>The input of the bias.</summary>
    private const int Bias = 5;

    /// <summary>The type of the result.</summary>
    public static ElementType ResultType(Node node) => IsScaled(node) ? ElementType.Float32 : ElementType.Int32;

    /// <summary>Whether the node takes this type for the scale or the bias.</summary>
    public static bool Accepts(int input, ElementType type) =>
        input >= Scale ? type == ElementType.Float32 : type is ElementType.UInt8 or ElementType.Int8;

    /// <summary>Whether the kernel can apply this function to what the sums become: bounds of real numbers.</summary>
    public static bool TakesActivation(Node node, Activation function) => IsScaled(node) && function.Kind == UnaryKind.Clip;

    /// <summary>The product of a node, with what becomes of its sums.</summary>
    public static ByteProduct? Read(Node node)
    {
        ByteProduct? product = ByteProduct.Read(node, X(node), 1, W(node), null, -1);
        return node.Input(Scale) is { } scale ? product! with { Real = new RealSums(scale, node.Input(Bias)?.Constant) } : product;
    }

    /// <summary>The scale and the zero point of input 0; only the latter is an input.</summary>
    public static Quantization X(Node node) => new(node, null, 2);

    /// <summary>Those of the weights.</summary>
    public static Quantization W(Node node) => new(node, null, 3);

    /// <summary>Recognises a node and those behind it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node; a kernel computes it.</param>
    /// <param name="axis">The axis of the columns in the result.</param>
    public static Composite? Recognize(Graph graph, Node node, int axis)
    {
        Value sums = node.Outputs[0];
        if (IsScaled(node) || !sums.Shape.IsKnown || Pattern.OnlyReader<CastOperator>(graph, sums) is not { } cast
            || cast.Outputs[0] is not { Type: ElementType.Float32 } real || OnlyReader(graph, real, BinaryKind.Mul) is not { } product)
            return null;
        Value scale = Pattern.Other(product, real);
        Shape shape = sums.KnownShape;
        if (scale is not { Type: ElementType.Float32, Shape.IsKnown: true }
            || !(IsOne(scale.KnownShape, shape) || IsRow(scale.KnownShape, shape, axis)))
            return null;
        Value?[] inputs = [node.Required(0), node.Required(1), node.Input(2), node.Input(3), scale];
        if (OnlyReader(graph, product.Outputs[0], BinaryKind.Add) is { } sum
            && Pattern.Other(sum, product.Outputs[0]) is { Constant: { ElementType: ElementType.Float32 } row } bias
            && IsRow(row.Shape, shape, axis))
            return new Composite([node, cast, product, sum], [.. inputs, bias], node.Attributes) { KeepsShape = false };
        return new Composite([node, cast, product], inputs, node.Attributes) { KeepsShape = false };
    }

    // Whether the sums of the node become real numbers.
    private static bool IsScaled(Node node) => node.Input(Scale) is not null;

    private static Node? OnlyReader(Graph graph, Value value, BinaryKind kind) =>
        Pattern.OnlyReader<BinaryOperator>(graph, value) is { Inputs.Length: 2, Operator: BinaryOperator op } node && op.Kind == kind
            ? node
            : null;

    private static bool IsOne(Shape scale, Shape result) => scale.ElementCount == 1 && scale.Rank <= result.Rank;

    // One element for each column, which broadcasts to the result.
    private static bool IsRow(Shape row, Shape result, int axis)
    {
        int lead = result.Rank - row.Rank;
        return lead >= 0 && lead <= axis && row.ElementCount == result[axis] && row[axis - lead] == result[axis];
    }
}
