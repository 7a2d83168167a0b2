namespace Fovea.Inference.Tests.Properties.RandomNodes;

/// <summary>Element by element, with and without broadcasting.</summary>
internal static class ElementNodes
{
    private static readonly ElementType[] Unsigned = [ElementType.UInt8, ElementType.UInt16, ElementType.UInt32, ElementType.UInt64];

    public static (string Operation, Action<NodeDraw> Draw)[] Table { get; } =
    [
        .. Rows(
            node => Unary(node, node.AnyFloat()),
            "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Cos", "Cosh", "Erf", "Exp", "Floor", "HardSwish", "IsNaN", "Log",
            "Mish", "Reciprocal", "Round", "Sigmoid", "Sin", "Sinh", "Softplus", "Softsign", "Sqrt", "Tan", "Tanh"),
        .. Rows(node => Unary(node, node.AnyNumber()), "Abs", "Identity", "Neg", "Relu", "Sign"),
        ("IsInf", node => Unary(node.Perhaps("detect_negative", 0, 1).Perhaps("detect_positive", 0, 1), node.AnyFloat())),
        ("Not", node => Unary(node, ElementType.Bool)),
        ("BitwiseNot", node => Unary(node, node.AnyInteger())),
        .. Rows(
            node => Unary(node.Perhaps("alpha", 0.5f, 2f, -1f), node.AnyFloat()), "Elu", "LeakyRelu", "Celu", "ThresholdedRelu", "Swish"),
        ("Selu", node => Unary(node.Perhaps("alpha", 0.5f, 2f).Perhaps("gamma", 0.5f, 2f), node.AnyFloat())),
        ("HardSigmoid", node => Unary(node.Perhaps("alpha", 0.5f, 2f).Perhaps("beta", 0.5f, -2f), node.AnyFloat())),
        ("Gelu", node => Unary(node.Perhaps("approximate", "none", "tanh"), node.AnyFloat())),
        ("Shrink", node => Unary(node.Perhaps("lambd", 0.5f, 2f).Perhaps("bias", 0.5f, -2f), node.AnyNumber())),
        .. Rows(node => Binary(node, node.AnyNumber()), "Add", "Sub", "Mul"),
        ("PRelu", node =>
        {
            long[] shape = node.AnyExtents();
            ElementType type = node.AnyNumber();
            long[] slope = [.. node.Broadcastable(shape)];
            node.Operand(node.Wild(type, shape)).Operand(type, slope.Length > shape.Length ? slope[1..] : slope);
        }),
        ("Div", node => Binary(node, node.AnyNumber(), divides: true)),
        ("Mod", Mod),
        ("Pow", Pow),
        ("BitShift", node => Binary(node.Attribute("direction", node.Choose("LEFT", "RIGHT")), node.Choose(Unsigned), high: 12)),
        .. Rows(node => Binary(node, node.AnyInteger()), "BitwiseAnd", "BitwiseOr", "BitwiseXor"),
        .. Rows(node => Binary(node, ElementType.Bool), "And", "Or", "Xor"),
        .. Rows(node => Binary(node, node.AnyType()), "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual"),
        .. Rows(node => Variadic(node, node.AnyNumber()), "Max", "Min", "Mean", "Sum"),
        ("Where", Where),
        ("Clip", Clip),
        ("Cast", Cast),
        ("CastLike", node => node.Operand(node.Values(node.AnyType(), node.AnyExtents(), -3, 200)).Operand(node.AnyType(), 1)),
        ("Dropout", node => node.Operand(node.AnyFloat(), node.AnyExtents()).Outputs = node.Opset < 12 ? 1 : node.Choose(2) + 1),
    ];

    private static (string, Action<NodeDraw>)[] Rows(Action<NodeDraw> draw, params string[] operations) =>
        [.. operations.Select(operation => (operation, draw))];

    private static void Unary(NodeDraw node, ElementType type) => node.Operand(node.Wild(type, node.AnyExtents()));

    private static void Binary(NodeDraw node, ElementType type, bool divides = false, int high = 5)
    {
        long[] shape = node.AnyExtents();
        long[] other = node.Broadcastable(shape);
        bool whole = type is not (ElementType.Float32 or ElementType.Float64 or ElementType.Float16);
        // An integer divided by zero ends the process of ONNX Runtime.
        Tensor second = divides && whole ? node.Values(type, other, 1, 5)
            : whole ? node.Values(type, other, -4, high) : node.Wild(type, other);
        Tensor first = whole ? node.Values(type, shape, -100, 100) : node.Wild(type, shape);
        if (node.OneIn(2) || (divides && whole))
            node.Operand(first).Operand(second);
        else
            node.Operand(second).Operand(first);
    }

    private static void Mod(NodeDraw node)
    {
        ElementType type = node.AnyNumber();
        bool whole = type is not (ElementType.Float32 or ElementType.Float64 or ElementType.Float16);
        long[] shape = node.AnyExtents();
        Tensor divisor = node.Values(type, node.Broadcastable(shape), 1, 9);
        node.Operand(node.Values(type, shape, -50, 50)).Operand(divisor).Attribute("fmod", whole ? node.Choose(2) : 1);
    }

    private static void Pow(NodeDraw node)
    {
        long[] shape = node.AnyExtents();
        node.Operand(node.Values(node.AnyNumber(), shape, 1, 4)).Operand(node.Values(node.AnyNumber(), node.Broadcastable(shape), 0, 4));
    }

    private static void Variadic(NodeDraw node, ElementType type)
    {
        long[] shape = node.AnyExtents();
        node.Operand(node.Wild(type, shape));
        for (int i = node.Choose(4); i > 0; i--)
            node.Operand(node.Wild(type, node.Broadcastable(shape)));
    }

    private static void Where(NodeDraw node)
    {
        long[] shape = node.AnyExtents();
        ElementType type = node.AnyType();
        node.Operand(ElementType.Bool, node.Broadcastable(shape)).Operand(node.Wild(type, shape)).Operand(type, node.Broadcastable(shape));
    }

    private static void Clip(NodeDraw node)
    {
        node.Opset = Math.Max(node.Opset, 11);
        ElementType type = node.AnyNumber();
        // Without a bound, ONNX Runtime makes the largest number of an infinity.
        bool below = !node.OneIn(4), above = !node.OneIn(3);
        node.Operand(below && above ? node.Wild(type, node.AnyExtents()) : node.Values(type, node.AnyExtents()));
        if (!below)
            node.Omitted();
        else
            node.Operand(node.Values(type, [], -2, 1));
        if (above)
            node.Operand(node.Values(type, [], -1, 4));
    }

    private static void Cast(NodeDraw node)
    {
        ElementType from = node.AnyType(), to = node.AnyType();
        // What an integer type cannot hold depends on the processor.
        node.Operand(to is ElementType.Float32 or ElementType.Float64 or ElementType.Bool
                ? node.Wild(from, node.AnyExtents()) : node.Values(from, node.AnyExtents(), 0, 120))
            .Attribute("to", (int)to);
    }
}
