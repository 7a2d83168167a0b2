namespace Fovea.Inference.Tests.Properties.RandomNodes;

/// <summary>What makes, moves, repeats and joins elements.</summary>
internal static class ShapeNodes
{
    public static (string Operation, Action<NodeDraw> Draw)[] Table { get; } =
    [
        ("Transpose", node =>
        {
            long[] shape = node.AnyExtents();
            node.Operand(node.AnyType(), shape);
            if (!node.OneIn(3))
                node.Attribute(
                    "perm", (long[])[.. node.Axes(shape.Length, shape.Length).Select(axis => axis < 0 ? axis + shape.Length : axis)]);
        }),
        ("Reshape", Reshape),
        ("Flatten", node =>
        {
            long[] shape = node.AnyExtents();
            int axis = node.Choose(shape.Length + 1);
            node.Operand(node.AnyType(), shape)
                .Perhaps("axis", node.Opset >= 11 && node.OneIn(3) && axis < shape.Length ? axis - shape.Length : axis);
        }),
        ("Squeeze", Squeeze), ("Unsqueeze", Unsqueeze), ("Slice", Slice), ("Split", Split), ("Concat", Concat), ("Pad", Pad),
        ("Expand", node =>
        {
            long[] shape = node.AnyExtents();
            node.Operand(node.AnyType(), shape).Vector([.. node.Broadcastable([.. shape.Select(e => e == 1 ? node.Choose(4) : e)])]);
        }),
        ("Tile", node =>
        {
            long[] shape = node.AnyExtents();
            node.Operand(node.AnyType(), shape).Vector([.. shape.Select(_ => (long)node.Choose(node.OneIn(4) ? 4 : 3))]);
        }),
        ("Range", Range),
        ("ConstantOfShape", node => node.Vector(node.AnyExtents()).Perhaps("value", node.Values(node.AnyType(), [1]))),
        ("Shape", node =>
        {
            node.Operand(node.AnyType(), node.AnyExtents());
            if (node.Opset >= 15)
                node.Perhaps("start", -9, -2, 0, 1, 3).Perhaps("end", -1, 0, 2, 9);
        }),
        ("Size", node => node.Operand(node.AnyType(), node.AnyExtents())),
        ("DepthToSpace", node =>
        {
            long[] shape = node.Extents(4);
            int block = node.Choose(3) + 1;
            shape[1] *= block * block;
            node.Operand(node.AnyType(), shape).Attribute("blocksize", block);
            if (node.Opset >= 11)
                node.Perhaps("mode", "DCR", "CRD");
        }),
        ("SpaceToDepth", node =>
        {
            long[] shape = node.Extents(4);
            int block = node.Choose(3) + 1;
            node.Operand(node.AnyType(), shape[0], shape[1], shape[2] * block, shape[3] * block).Attribute("blocksize", block);
        }),
        ("CenterCropPad", node =>
        {
            long[] shape = node.AnyExtents(1);
            long[] axes = node.Axes(shape.Length, 1);
            node.Operand(node.AnyNumber(), shape).Vector([.. axes.Select(_ => (long)node.Choose(7))]).Attribute("axes", axes);
        }),
    ];

    private static void Reshape(NodeDraw node)
    {
        long[] shape = node.AnyExtents();
        long count = shape.Aggregate(1L, (a, b) => a * b);
        long first = shape.Length == 0 ? 1 : shape[0];
        node.Operand(node.AnyType(), shape).Vector(node.Choose(6) switch
        {
            0 => [-1],
            1 when shape.Length > 1 => [0, -1],
            2 when shape.Length > 1 => [0, 0, .. shape[2..]],
            3 when first > 0 => [first, -1, 1],
            4 => [1, count],
            _ => [.. shape.Reverse(), 1],
        });
        if (node.Opset >= 14)
            node.Perhaps("allowzero", 0, 1);
    }

    private static void Squeeze(NodeDraw node)
    {
        long[] shape = node.AnyExtents();
        long[] axes = [.. node.Axes(shape.Length).Where(axis => shape[axis < 0 ? axis + shape.Length : axis] == 1)];
        node.Operand(node.AnyType(), shape);
        if (axes.Length > 0 && node.Opset >= 13)
            node.Vector(axes);
        else if (axes.Length > 0)
            node.Attribute("axes", axes);
    }

    private static void Unsqueeze(NodeDraw node)
    {
        long[] shape = node.AnyExtents(0, 3);
        int added = node.Choose(2) + 1;
        long[] axes = [.. node.Axes(shape.Length + added, added).Take(added)];
        node.Operand(node.AnyType(), shape);
        if (node.Opset >= 13)
            node.Vector(axes);
        else
            node.Attribute("axes", axes);
    }

    private static void Slice(NodeDraw node)
    {
        long[] shape = node.AnyExtents(1);
        long[] axes = node.Axes(shape.Length, 1);
        long[] starts = [.. axes.Select(_ => node.Choose<long>(0, 1, 2, -1, -2, -9, 9, long.MaxValue, long.MinValue, int.MaxValue))];
        long[] ends = [.. axes.Select(_ => node.Choose<long>(0, 1, 4, -1, -2, -9, 9, long.MinValue, 1000))];
        node.Operand(node.AnyType(), shape);
        if (node.Opset < 10)
        {
            node.Attribute("axes", axes).Attribute("starts", starts).Attribute("ends", ends);
            return;
        }

        node.Vector(starts).Vector(ends).Vector(axes);
        if (!node.OneIn(3))
            node.Vector([.. axes.Select(_ => node.Choose<long>(1, 2, -1, -3, 9, long.MaxValue, -long.MaxValue))]);
    }

    private static void Split(NodeDraw node)
    {
        long[] shape = node.AnyExtents(1);
        int axis = node.Axis(shape.Length);
        node.Outputs = node.Choose(3) + 1;
        long[] parts = [.. Enumerable.Range(0, node.Outputs).Select(_ => (long)node.Choose(node.OneIn(3) ? 1 : 4))];
        shape[axis < 0 ? axis + shape.Length : axis] = parts.Sum();
        node.Operand(node.AnyType(), shape).Attribute("axis", axis);
        if (node.Opset >= 18 && node.OneIn(2))
            node.Attribute("num_outputs", node.Outputs);
        else if (node.Opset >= 13)
            node.Vector(parts);
        else
            node.Attribute("split", parts);
    }

    private static void Concat(NodeDraw node)
    {
        long[] shape = node.AnyExtents(1);
        int axis = node.Axis(shape.Length);
        ElementType type = node.AnyType();
        for (int i = node.Choose(4); i >= 0; i--)
        {
            shape[axis < 0 ? axis + shape.Length : axis] = node.Choose(4);
            node.Operand(type, [.. shape]);
        }

        node.Attribute("axis", axis);
    }

    private static void Pad(NodeDraw node)
    {
        node.Opset = Math.Max(node.Opset, 11);
        long[] shape = node.AnyExtents(1);
        string mode = node.Choose("constant", "constant", "edge", "reflect", "wrap");
        if (mode == "wrap")
            node.Opset = Math.Max(node.Opset, 19);
        ElementType type = node.AnyType();
        long[] axes = node.Axes(shape.Length, 1);
        bool some = node.Opset >= 18 && node.OneIn(3);
        int count = some ? axes.Length : shape.Length;
        int least = mode == "constant" ? -2 : 0;
        long[] pads = [.. Enumerable.Range(0, 2 * count).Select(_ => node.OneIn(3) ? 0L : node.Choose(4 - least) + least)];
        node.Operand(type, shape).Vector(pads).Attribute("mode", mode);
        if (mode == "constant" && node.OneIn(2))
            node.Operand(node.Values(type, []));
        else if (some)
            node.Omitted();
        if (some)
            node.Vector(axes);
    }

    private static void Range(NodeDraw node)
    {
        ElementType type = node.Choose(ElementType.Int64, ElementType.Int32, ElementType.Float32, ElementType.Float64, ElementType.Int16);
        node.Operand(node.Values(type, [], -5, 5)).Operand(node.Values(type, [], -5, 20));
        node.Operand(node.OneIn(2) ? node.Values(type, [], 1, 4) : node.Values(type, [], -3, -1));
    }
}
