namespace Fovea.Inference.Tests.Properties.RandomNodes;

/// <summary>What takes elements together along axes.</summary>
internal static class ReductionNodes
{
    public static (string Operation, Action<NodeDraw> Draw)[] Table { get; } =
    [
        ("ReduceL1", Reduce), ("ReduceL2", Reduce), ("ReduceLogSum", Reduce), ("ReduceLogSumExp", Reduce), ("ReduceMax", Reduce),
        ("ReduceMean", Reduce), ("ReduceMin", Reduce), ("ReduceProd", Reduce), ("ReduceSum", Reduce), ("ReduceSumSquare", Reduce),
        ("ArgMax", Arg), ("ArgMin", Arg), ("CumSum", Cumulative), ("CumProd", Cumulative),
        ("Softmax", Softmax), ("LogSoftmax", Softmax), ("Hardmax", Softmax),
        ("TopK", TopK),
        ("LpNormalization", node =>
        {
            node.MayBeEmpty = false;
            long[] shape = node.AnyExtents(1);
            node.Operand(node.AnyFloat(), shape).Perhaps("axis", node.Axis(shape.Length)).Perhaps("p", 1, 2);
        }),
        ("MeanVarianceNormalization", node =>
        {
            node.Relative = 1e-3;
            node.MayBeEmpty = false;
            long[] shape = [.. node.Extents(4).Select(extent => extent + 1)];
            node.Operand(ElementType.Float32, shape).Perhaps("axes", node.Axes(4, 1));
        }),
        ("LayerNormalization", Layer), ("RMSNormalization", Layer), ("GroupNormalization", Group),
        ("InstanceNormalization", node =>
        {
            // ONNX Runtime ends the process where an image has no pixels.
            node.Relative = 1e-3;
            node.MayBeEmpty = false;
            long[] shape = node.AnyExtents(3);
            node.Operand(node.AnyFloat(), shape);
            ElementType type = node.Operands[0].Value!.ElementType;
            node.Operand(type, shape[1]).Operand(type, shape[1]).Perhaps("epsilon", 0.1f, 1e-3f);
        }),
        ("BatchNormalization", node =>
        {
            ElementType type = node.AnyFloat();
            long[] shape = node.AnyExtents(node.Choose(1, 2, 2));
            node.Operand(type, shape);
            long channels = shape.Length < 2 ? 1 : shape[1];
            node.Operand(type, channels).Operand(type, channels).Operand(type, channels)
                .Operand(node.Values(type, [channels], 1, 3)).Perhaps("epsilon", 0.1f, 1e-3f);
        }),
        ("LRN", node =>
        {
            long[] shape = node.Extents(4);
            node.Operand(ElementType.Float32, shape).Attribute("size", node.Choose(1, 3, 5)).Perhaps("alpha", 0.1f).Perhaps("beta", 0.5f)
                .Perhaps("bias", 2f);
        }),
    ];

    private static void Reduce(NodeDraw node)
    {
        // ONNX Runtime leaves axes that are not empty as they are where others are.
        node.MayBeEmpty = false;
        node.Relative = 1e-4;
        long[] shape = node.AnyExtents();
        // Logarithms as integers are cut at another place.
        ElementType type = node.Operation == "ReduceLogSumExp" ? node.AnyFloat() : node.AnyNumber();
        bool positive = node.Operation is "ReduceLogSum";
        (int low, int high) = positive ? (1, 4) : node.Operation == "ReduceProd" ? (-1, 2) : (-4, 5);
        node.Operand(node.Values(type, shape, low, high)).Perhaps("keepdims", 0, 1);
        long[] axes = node.Axes(shape.Length);
        bool byInput = node.Opset >= (node.Operation == "ReduceSum" ? 13 : 18);
        if (byInput && !node.OneIn(4))
            node.Vector(axes).Perhaps("noop_with_empty_axes", 0, 1);
        else if (!byInput && axes.Length > 0)
            node.Attribute("axes", axes);
        else if (byInput)
            node.Perhaps("noop_with_empty_axes", 0, 1);
    }

    private static void Arg(NodeDraw node)
    {
        node.MayBeEmpty = false;
        long[] shape = node.AnyExtents(1);
        node.Operand(node.Values(node.AnyNumber(), shape, 0, 4)).Perhaps("axis", node.Axis(shape.Length)).Perhaps("keepdims", 0, 1);
        if (node.Opset >= 12)
            node.Perhaps("select_last_index", 0, 1);
    }

    private static void Cumulative(NodeDraw node)
    {
        node.Relative = 1e-4;
        long[] shape = node.AnyExtents(1);
        node.Operand(node.AnyNumber(), shape);
        if (node.OneIn(2))
            node.Scalar(node.Axis(shape.Length));
        else
            node.Operand(Tensor.From<int>(node.OneIn(2) ? Shape.Scalar : new Shape(1), [node.Axis(shape.Length)]));
        node.Perhaps("exclusive", 0, 1).Perhaps("reverse", 0, 1);
    }

    private static void Softmax(NodeDraw node)
    {
        long[] shape = node.AnyExtents(1);
        node.Operand(node.AnyFloat(), shape);
        if (shape.Length == 1)
            node.Attribute("axis", 0);
        else
            node.Perhaps("axis", node.Axis(shape.Length));
    }

    private static void TopK(NodeDraw node)
    {
        node.Outputs = 2;
        node.Opset = Math.Max(node.Opset, 10);
        long[] shape = node.AnyExtents(1);
        int axis = node.Axis(shape.Length);
        long extent = shape[axis < 0 ? axis + shape.Length : axis];
        node.Operand(node.Values(node.AnyNumber(), shape, 0, 9)).Vector(node.Choose((int)extent + 2));
        if (axis != -1 || node.OneIn(2))
            node.Attribute("axis", axis);
        if (node.Opset >= 11)
            node.Perhaps("largest", 0, 1);
    }

    private static void Layer(NodeDraw node)
    {
        node.Relative = 1e-3;
        node.Opset = Math.Max(node.Opset, node.Operation == "LayerNormalization" ? 17 : 23);
        long[] shape = node.AnyExtents(1, 4);
        int axis = node.Choose(shape.Length);
        ElementType type = node.AnyFloat();
        node.Operand(type, shape).Operand(type, shape[axis..]);
        if (node.OneIn(2) && node.Operation == "LayerNormalization")
            node.Operand(type, shape[axis..]);
        node.Attribute("axis", node.OneIn(2) ? axis : axis - shape.Length).Perhaps("epsilon", 0.1f, 1e-3f);
        node.Outputs = node.Operation == "LayerNormalization" && type == ElementType.Float32 ? node.Choose(3) + 1 : 1;
    }

    private static void Group(NodeDraw node)
    {
        node.Relative = 1e-3;
        node.Opset = Math.Max(node.Opset, 21);
        long groups = node.Choose(3) + 1;
        long[] shape = node.AnyExtents(3);
        shape[1] = groups * (node.Choose(3) + 1);
        node.Operand(ElementType.Float32, shape).Operand(ElementType.Float32, shape[1]).Operand(ElementType.Float32, shape[1])
            .Attribute("num_groups", groups).Attribute("epsilon", 0.1f);
    }
}
