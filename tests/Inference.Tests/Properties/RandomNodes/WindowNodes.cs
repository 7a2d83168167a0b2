namespace Fovea.Inference.Tests.Properties.RandomNodes;

/// <summary>Windows over images of one to three spatial axes.</summary>
internal static class WindowNodes
{
    public static (string Operation, Action<NodeDraw> Draw)[] Table { get; } =
    [
        ("Conv", Conv), ("ConvTranspose", ConvTranspose), ("MaxPool", MaxPool), ("AveragePool", AveragePool), ("LpPool", LpPool),
        ("MaxUnpool", MaxUnpool), ("Col2Im", Col2Im), ("DeformConv", DeformConv),
        ("GlobalAveragePool", node => node.Operand(node.AnyFloat(), node.AnyExtents(3))),
        ("GlobalMaxPool", node => node.Operand(node.AnyFloat(), node.AnyExtents(3))),
        ("GlobalLpPool", node => node.Operand(node.AnyFloat(), node.AnyExtents(3)).Perhaps("p", 1, 2, 3)),
    ];

    private static long[] Image(NodeDraw node, out int axes)
    {
        axes = node.Choose(1, 2, 2, 3);
        long[] shape = [node.Choose(3) + 1, node.Choose<long>(1, 2, 3, 4, 6, 17), .. Many(node, axes, axes == 3 ? 5 : 12)];
        if (node.OneIn(15))
            shape[0] = 0;
        return shape;
    }

    /// <summary>A window that fits; an output of no positions is refused.</summary>
    private static long[] Kernel(NodeDraw node, long[] shape) =>
        [.. shape[2..].Select(extent => 1L + node.Choose((int)Math.Clamp(extent, 1, 3)))];

    private static long[] Many(NodeDraw node, int count, int most) => [.. Enumerable.Range(0, count).Select(_ => node.Choose(most) + 1L)];

    /// <summary>Strides, dilations and padding for a window.</summary>
    private static void Window(NodeDraw node, long[] kernel, bool dilates)
    {
        if (node.OneIn(2))
            node.Attribute("strides", Many(node, kernel.Length, 3));
        // ONNX Runtime does not dilate the windows of pools where it pads by itself. A window larger than the image is refused.
        bool dilated = dilates && (node.Operation == "Conv" ? node.OneIn(3) : kernel.Max() == 1);
        if (dilated)
            node.Attribute("dilations", Many(node, kernel.Length, 2));
        switch (dilated && node.Operation != "Conv" ? 3 : node.Choose(5))
        {
            case 0:
                node.Attribute("auto_pad", node.Choose("SAME_UPPER", "SAME_LOWER", "VALID"));
                break;
            case 1 or 2:
                node.Attribute("pads", (long[])[.. kernel.Concat(kernel).Select(extent => (long)node.Choose((int)Math.Min(extent, 3)))]);
                break;
        }
    }

    private static void Conv(NodeDraw node)
    {
        node.Relative = 1e-3;
        long[] shape = Image(node, out int axes);
        long group = node.OneIn(4) ? Math.Max(1, shape[1]) : shape[1] % 2 == 0 && node.OneIn(4) ? 2 : 1;
        long[] kernel = Many(node, axes, 3);
        long maps = group * (node.Choose(4) + 1);
        ElementType type = node.OneIn(8) ? ElementType.Float16 : ElementType.Float32;
        node.Operand(type, shape).Operand(type, [maps, shape[1] / group, .. kernel]);
        if (node.OneIn(2))
            node.Operand(type, maps);
        Window(node, kernel, dilates: true);
        node.Perhaps("kernel_shape", kernel).Attribute("group", group);
    }

    private static void ConvTranspose(NodeDraw node)
    {
        node.Relative = 1e-3;
        long[] shape = Image(node, out int axes);
        long group = shape[1] % 2 == 0 && node.OneIn(3) ? 2 : 1;
        long[] kernel = Many(node, axes, 3);
        long maps = node.Choose(3) + 1;
        node.Operand(ElementType.Float32, shape).Operand(ElementType.Float32, [shape[1], maps, .. kernel]);
        if (node.OneIn(2))
            node.Operand(ElementType.Float32, maps * group);
        long[] strides = Many(node, axes, 3);
        // Where the stride is the larger one, SAME of ONNX Runtime is smaller than the image times the stride.
        bool same = kernel.Zip(strides).All(pair => pair.First >= pair.Second);
        node.Attribute("strides", strides).Attribute("group", group);
        if (node.OneIn(3))
            node.Attribute("dilations", Many(node, axes, 2));
        if (node.OneIn(2))
            node.Attribute("output_padding", (long[])[.. strides.Select(stride => (long)node.Choose((int)stride))]);
        switch (node.Choose(5))
        {
            case 0:
                node.Attribute("auto_pad", same ? node.Choose("SAME_UPPER", "SAME_LOWER") : "VALID");
                break;
            case 1:
                node.Attribute("pads", (long[])[.. kernel.Concat(kernel).Select(extent => (long)node.Choose((int)extent))]);
                break;
            case 2:
                node.Attribute(
                    "output_shape",
                    (long[])[.. kernel.Select((extent, i) => Math.Max(1, ((shape[i + 2] - 1) * strides[i]) + extent - node.Choose(2)))]);
                break;
        }
    }

    private static void MaxPool(NodeDraw node)
    {
        long[] shape = Image(node, out int axes);
        long[] kernel = Kernel(node, shape);
        node.Operand(node.OneIn(4) && node.Opset >= 12 ? node.Choose(ElementType.Int8, ElementType.UInt8) : node.AnyFloat(), shape)
            .Attribute("kernel_shape", kernel);
        Window(node, kernel, dilates: node.Opset >= 10);
        if (node.Opset >= 10)
            node.Perhaps("ceil_mode", 0, 1);
        node.Outputs = node.Choose(2) + 1;
        if (node.Outputs == 2)
            node.Perhaps("storage_order", 0, 1);
    }

    private static void AveragePool(NodeDraw node)
    {
        long[] shape = Image(node, out int axes);
        long[] kernel = Kernel(node, shape);
        node.Operand(node.AnyFloat(), shape).Attribute("kernel_shape", kernel).Perhaps("count_include_pad", 0, 1);
        Window(node, kernel, dilates: node.Opset >= 19);
        if (node.Opset >= 10)
            node.Perhaps("ceil_mode", 0, 1);
    }

    private static void LpPool(NodeDraw node)
    {
        node.Opset = Math.Max(node.Opset, 18);
        long[] shape = Image(node, out int axes);
        long[] kernel = Kernel(node, shape);
        node.Operand(ElementType.Float32, shape).Attribute("kernel_shape", kernel).Perhaps("p", 1, 2, 3);
        Window(node, kernel, dilates: true);
        node.Perhaps("ceil_mode", 0, 1);
    }

    private static void MaxUnpool(NodeDraw node)
    {
        node.Opset = Math.Max(node.Opset, 11);
        long[] shape = Image(node, out int axes);
        long count = shape.Aggregate(1L, (a, b) => a * b);
        node.Operand(ElementType.Float32, shape);
        // Each index once: which of two values of an index stays is not defined.
        node.Operand(Tensor.From<long>(new Shape(shape), [.. Enumerable.Range(0, (int)count).Select(i => (long)i)]))
            .Attribute("kernel_shape", Many(node, axes, 2)).Attribute("strides", Many(node, axes, 2));
    }

    private static void Col2Im(NodeDraw node)
    {
        int axes = node.Choose(1, 2, 2, 3);
        long[] image = [.. Many(node, axes, 6).Select(extent => extent + 2)];
        long[] block = Many(node, axes, 3);
        long[] strides = Many(node, axes, 2);
        long[] pads = [.. block.Concat(block).Select(extent => (long)node.Choose((int)extent))];
        long places = Enumerable.Range(0, axes)
            .Aggregate(1L, (n, i) => n * (((image[i] + pads[i] + pads[i + axes] - block[i]) / strides[i]) + 1));
        node.Operand(ElementType.Float32, node.Choose(3) + 1, (node.Choose(3) + 1) * block.Aggregate(1L, (a, b) => a * b), places)
            .Vector(image).Vector(block).Attribute("strides", strides).Attribute("pads", pads);
    }

    private static void DeformConv(NodeDraw node)
    {
        node.Relative = 1e-3;
        node.Opset = Math.Max(node.Opset, 19);
        long images = node.Choose(2) + 1, channels = node.Choose(2) * 2 + 2, maps = (node.Choose(2) + 1) * 2;
        long group = node.Choose(2) + 1, offsets = node.Choose(2) + 1;
        long[] image = [node.Choose(5) + 3, node.Choose(5) + 3], kernel = Many(node, 2, 3), strides = Many(node, 2, 2);
        long[] pads = [.. kernel.Concat(kernel).Select(extent => (long)node.Choose((int)extent))];
        long[] places = [.. Enumerable.Range(0, 2).Select(i => ((image[i] + pads[i] + pads[i + 2] - kernel[i]) / strides[i]) + 1)];
        node.Operand(ElementType.Float32, images, channels, image[0], image[1])
            .Operand(ElementType.Float32, maps, channels / group, kernel[0], kernel[1])
            .Operand(ElementType.Float32, images, offsets * 2 * kernel[0] * kernel[1], places[0], places[1]);
        if (node.OneIn(2))
            node.Operand(ElementType.Float32, maps);
        else
            node.Omitted();
        if (node.OneIn(2))
            node.Operand(ElementType.Float32, images, offsets * kernel[0] * kernel[1], places[0], places[1]);
        node.Attribute("group", group).Attribute("offset_group", offsets).Attribute("strides", strides).Attribute("pads", pads)
            .Perhaps("kernel_shape", kernel);
    }
}
