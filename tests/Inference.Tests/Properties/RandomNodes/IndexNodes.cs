using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties.RandomNodes;

/// <summary>What picks and places elements by indices.</summary>
internal static class IndexNodes
{
    public static (string Operation, Action<NodeDraw> Draw)[] Table { get; } =
    [
        ("Gather", Gather), ("GatherElements", GatherElements), ("GatherND", GatherND),
        ("ScatterElements", ScatterElements), ("Scatter", ScatterElements), ("ScatterND", ScatterND),
        ("OneHot", OneHot),
        ("NonZero", node => node.Operand(node.Values(node.AnyType(), node.AnyExtents(1), 0, 2))),
        ("Compress", Compress), ("Unique", Unique), ("NonMaxSuppression", NonMaxSuppression), ("ReverseSequence", ReverseSequence),
        ("Trilu", node =>
        {
            node.Operand(node.AnyType(), node.AnyExtents(2)).Perhaps("upper", 0, 1);
            if (node.OneIn(2))
                node.Scalar(node.Choose(9) - 4);
        }),
        ("EyeLike", node => node.Operand(node.AnyNumber(), node.Extents(2)).Perhaps("k", -1, 1, 2, 40).Perhaps("dtype", 1, 7)),
    ];

    private static Tensor Indices(NodeDraw node, long[] shape, long extent) =>
        node.Values(node.Index(), shape, -(int)extent, Math.Max((int)extent, -(int)extent + 1));

    private static void Gather(NodeDraw node)
    {
        long[] shape = node.AnyExtents(1);
        int axis = node.Axis(shape.Length);
        node.Operand(node.AnyType(), shape).Operand(Indices(node, node.AnyExtents(0, 2), shape[axis < 0 ? axis + shape.Length : axis]))
            .Attribute("axis", axis);
    }

    private static void GatherElements(NodeDraw node)
    {
        long[] shape = node.AnyExtents(1);
        int axis = node.Choose(shape.Length);
        long[] indices = [.. shape.Select((extent, i) => i == axis ? node.Choose(5) : extent == 0 ? 0 : 1 + node.Choose((int)extent))];
        node.Operand(node.AnyType(), shape).Operand(Indices(node, indices, shape[axis])).Attribute("axis", axis);
    }

    private static void GatherND(NodeDraw node)
    {
        node.Opset = Math.Max(node.Opset, 12);
        long[] shape = node.AnyExtents(1);
        int batch = node.Choose(Math.Min(shape.Length, 3));
        int width = 1 + node.Choose(shape.Length - batch);
        long least = shape[batch..(batch + width)].Min();
        long[] indices = [.. shape[..batch], .. node.AnyExtents(0, 2), width];
        node.Operand(node.AnyType(), shape)
            .Operand(node.Values(ElementType.Int64, indices, -(int)least, Math.Max((int)least, 1)));
        if (batch > 0)
            node.Attribute("batch_dims", batch);
    }

    private static void ScatterElements(NodeDraw node)
    {
        long[] shape = node.AnyExtents(1);
        int axis = node.Choose(shape.Length);
        // What the sum of two truths is, the specification leaves open.
        ElementType type = node.AnyNumber();
        // Which of several updates of an element stays is not defined: one line of indices without repetition.
        long[] indices = [.. shape.Select((extent, i) => i == axis ? Math.Min(extent, 1) : extent == 0 ? 0 : 1 + node.Choose((int)extent))];
        node.Operand(type, shape).Operand(Indices(node, indices, shape[axis])).Operand(type, indices);
        if (axis > 0 || node.OneIn(2))
            node.Attribute("axis", axis);
        if (node.Operation == "ScatterElements" && node.Opset >= 18)
            node.Perhaps("reduction", "none", "add", "mul", "min", "max");
        else if (node.Operation == "ScatterElements" && node.Opset >= 16)
            node.Perhaps("reduction", "none", "add", "mul");
        else if (node.Operation == "Scatter")
            node.Opset = Math.Min(Math.Max(node.Opset, 9), 10);
    }

    private static void ScatterND(NodeDraw node)
    {
        long[] shape = node.AnyExtents(1);
        int width = 1 + node.Choose(shape.Length);
        long least = shape[..width].Min();
        ElementType type = node.AnyNumber();
        string reduction = node.Opset < 16 ? "none" : node.Choose("none", "add", "mul", "min", "max");
        long[] count = reduction == "none" ? [1] : node.AnyExtents(1, 2);
        if (least == 0)
            count = [0];
        node.Operand(type, shape).Operand(node.Values(ElementType.Int64, [.. count, width], -(int)least, Math.Max((int)least, 1)))
            .Operand(type, [.. count, .. shape[width..]]);
        if (reduction != "none")
            node.Attribute("reduction", reduction);
    }

    private static void OneHot(NodeDraw node)
    {
        long[] shape = node.AnyExtents(0, 3);
        ElementType values = node.AnyType();
        node.Operand(node.Values(node.Choose(ElementType.Int64, ElementType.Int32, ElementType.UInt8), shape, -5, 7))
            .Operand(node.OneIn(2) ? TestTensors.Int64s(node.Choose(6) + 1) : TestTensors.Int64(node.Choose(6) + 1)).Operand(values, 2)
            .Perhaps("axis", node.Axis(shape.Length + 1));
    }

    private static void Compress(NodeDraw node)
    {
        long[] shape = node.AnyExtents(1);
        bool alone = node.OneIn(3);
        int axis = node.Axis(shape.Length);
        long extent = alone ? shape.Aggregate(1L, (a, b) => a * b) : shape[axis < 0 ? axis + shape.Length : axis];
        node.Operand(node.AnyType(), shape).Operand(ElementType.Bool, node.OneIn(3) ? node.Choose((int)extent + 1) : extent);
        if (!alone)
            node.Attribute("axis", axis);
    }

    private static void Unique(NodeDraw node)
    {
        // Without elements ONNX Runtime ends the process.
        node.MayBeEmpty = false;
        long[] shape = node.AnyExtents(1, 4);
        node.Operand(node.Values(node.AnyNumber(), shape, 0, 3)).Perhaps("sorted", 0, 1);
        if (node.OneIn(2))
            node.Attribute("axis", node.Axis(shape.Length));
        node.Outputs = node.Choose(4) + 1;
    }

    private static void NonMaxSuppression(NodeDraw node)
    {
        node.MayBeEmpty = false;
        long batch = node.Choose(3) + 1, boxes = node.Choose(12) + (node.OneIn(3) ? 0 : 1), classes = node.Choose(3) + 1;
        node.Operand(ElementType.Float32, batch, boxes, 4).Operand(node.Values(ElementType.Float32, [batch, classes, boxes], 0, 1));
        if (node.OneIn(6))
            return;
        node.Operand(TestTensors.Int64s(node.Choose<long>(0, 1, 3, 100)));
        if (node.OneIn(6))
            return;
        node.Operand(TestTensors.Floats(node.Choose(0f, 0.3f, 0.5f, 1f)));
        if (node.OneIn(2))
            node.Operand(TestTensors.Floats(node.Choose(0f, 0.3f, 0.9f)));
        node.Perhaps("center_point_box", 0, 1);
    }

    private static void ReverseSequence(NodeDraw node)
    {
        long[] shape = node.AnyExtents(2);
        bool swapped = node.OneIn(2);
        long batch = shape[swapped ? 1 : 0], time = shape[swapped ? 0 : 1];
        node.Operand(node.AnyType(), shape)
            .Operand(node.Values(ElementType.Int64, [batch], (int)Math.Min(time, 1), (int)Math.Max(time, 1)))
            .Attribute("batch_axis", swapped ? 1 : 0).Attribute("time_axis", swapped ? 0 : 1);
    }
}
