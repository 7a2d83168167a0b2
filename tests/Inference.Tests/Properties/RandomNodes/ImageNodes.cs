using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties.RandomNodes;

/// <summary>What reads images between their pixels.</summary>
internal static class ImageNodes
{
    public static (string Operation, Action<NodeDraw> Draw)[] Table { get; } =
    [
        ("Resize", Resize), ("Upsample", Upsample), ("GridSample", GridSample), ("AffineGrid", AffineGrid), ("RoiAlign", RoiAlign),
        ("MaxRoiPool", MaxRoiPool),
    ];

    private static void Resize(NodeDraw node)
    {
        node.Relative = 1e-3;
        node.MayBeEmpty = false;
        node.Opset = Math.Max(node.Opset, 11);
        string mode = node.Choose("nearest", "linear", "cubic");
        long[] shape = mode == "nearest" ? node.AnyExtents(1) : node.Extents(4);
        shape = [.. shape.Select(extent => extent == 1 ? 1L : extent + node.Choose(4))];
        bool antialias = node.Opset >= 18 && mode != "nearest" && node.OneIn(4);
        // As integers, scales give the resized length to ONNX Runtime; the suite of ONNX takes their product with the length as it is.
        string coordinates = node.Choose(
            "half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel", antialias ? "half_pixel" : "tf_crop_and_resize",
            node.Opset >= 19 ? "half_pixel_symmetric" : "half_pixel");
        int first = mode == "nearest" && node.OneIn(3) && coordinates != "tf_crop_and_resize" ? 0 : Math.Min(2, shape.Length - 1);
        ElementType type = mode != "nearest" ? ElementType.Float32
            : node.Choose(ElementType.Float32, ElementType.UInt8, ElementType.Int32, ElementType.Int8);
        node.Operand(node.Values(type, shape));
        if (coordinates == "tf_crop_and_resize")
        {
            // None ends at a pixel, where rounding decides.
            float[] starts = [.. shape.Select((_, i) => i < first ? 0 : node.Choose(0f, 0.25f, -0.17f))];
            float[] ends = [.. shape.Select((_, i) => i < first ? 1 : node.Choose(0.97f, 0.7f, 1.2f))];
            node.Operand(TestTensors.Floats([.. starts, .. ends]), true);
        }
        else if (node.Opset < 13)
            node.Operand(new Tensor(ElementType.Float32, new Shape(0)), true);
        else
            node.Omitted();
        if (node.OneIn(2) && coordinates is not ("align_corners" or "tf_crop_and_resize"))
        {
            node.Operand(TestTensors.Floats([.. shape.Select((_, i) => i < first ? 1 : node.Choose(1f, 2f, 0.5f, 1.5f, 0.7f, 3f))]));
        }
        else
        {
            if (node.Opset < 13)
                node.Operand(new Tensor(ElementType.Float32, new Shape(0)), true);
            else
                node.Omitted();
            node.Vector([.. shape.Select((extent, i) => i < first ? extent : Size(node, extent, coordinates))]);
        }

        node.Attribute("mode", mode).Attribute("coordinate_transformation_mode", coordinates);
        if (mode == "nearest")
            node.Perhaps("nearest_mode", "round_prefer_floor", "round_prefer_ceil", "floor", "ceil");
        else if (antialias)
            node.Attribute("antialias", 1);
        if (mode == "cubic")
            node.Perhaps("cubic_coeff_a", -0.5f, -1f).Perhaps("exclude_outside", 0, 1);
        if (coordinates == "tf_crop_and_resize")
            node.Perhaps("extrapolation_value", 2f);
    }

    // ONNX Runtime does not crop along axes whose extent stays.
    private static long Size(NodeDraw node, long extent, string coordinates)
    {
        long size = node.Choose(9) + 1L;
        return size == extent && coordinates == "tf_crop_and_resize" ? size + 1 : size;
    }

    private static void Upsample(NodeDraw node)
    {
        node.MayBeEmpty = false;
        node.Opset = node.Choose(7, 8, 9);
        long[] shape = node.Extents(4);
        float[] scales = [1, 1, node.Choose(1f, 2f, 1.5f, 3f), node.Choose(1f, 2f, 1.7f)];
        node.Operand(ElementType.Float32, shape).Perhaps("mode", "nearest", "linear");
        if (node.Opset == 9)
            node.Operand(TestTensors.Floats(scales));
        else
            node.Attribute("scales", scales);
    }

    private static void GridSample(NodeDraw node)
    {
        node.Relative = 1e-3;
        node.Opset = Math.Max(node.Opset, 16);
        int axes = node.Opset >= 20 ? node.Choose(2, 2, 3) : 2;
        bool old = node.Opset < 20;
        string mode = axes == 3 ? node.Choose("linear", "nearest")
            : node.Choose(old ? "bilinear" : "linear", "nearest", old ? "bicubic" : "cubic");
        long images = node.Choose(2) + 1;
        Tensor grid = node.Values(ElementType.Float32, [images, .. node.Extents(axes), axes], -2, 2);
        long[] image = [.. Enumerable.Range(0, axes).Select(_ => node.Choose(6) + 1L)];
        node.Operand(ElementType.Float32, [images, node.Choose(3) + 1, .. image]).Operand(grid)
            .Attribute("mode", mode).Perhaps("padding_mode", "zeros", "border", "reflection").Perhaps("align_corners", 0, 1);
    }

    private static void AffineGrid(NodeDraw node)
    {
        node.Opset = Math.Max(node.Opset, 20);
        // With align_corners the only pixel of an axis is at -1, but at 0 in ONNX Runtime.
        long[] image = node.OneIn(2) ? [node.Choose(3) + 1, 2, node.Choose(5) + 2, node.Choose(5) + 2] : [2, 1, 3, node.Choose(4) + 2, 2];
        node.Operand(ElementType.Float32, image[0], image.Length - 2, image.Length - 1).Vector(image).Perhaps("align_corners", 0, 1);
    }

    private static void RoiAlign(NodeDraw node)
    {
        node.MayBeEmpty = false;
        node.Relative = 1e-3;
        node.Opset = Math.Max(node.Opset, 10);
        long images = node.Choose(3) + 1, regions = node.Choose(4);
        node.Operand(ElementType.Float32, images, node.Choose(3) + 1, node.Choose(7) + 2, node.Choose(7) + 2)
            .Operand(node.Values(ElementType.Float32, [regions, 4], -2, 9))
            .Operand(node.Values(ElementType.Int64, [regions], 0, (int)images))
            .Perhaps("mode", "avg", "max").Attribute("output_height", node.Choose(3) + 1).Attribute("output_width", node.Choose(3) + 1)
            .Perhaps("sampling_ratio", 0, 1, 2).Perhaps("spatial_scale", 0.5f, 1f);
        if (node.Opset >= 16)
            node.Perhaps("coordinate_transformation_mode", "half_pixel", "output_half_pixel");
    }

    private static void MaxRoiPool(NodeDraw node)
    {
        node.MayBeEmpty = false;
        long images = node.Choose(2) + 1, regions = node.Choose(4) + 1;
        Tensor rois = node.Values(ElementType.Float32, [regions, 5], 0, 8);
        for (int i = 0; i < regions; i++)
            rois.Span<float>()[i * 5] = node.Choose((int)images);
        node.Operand(ElementType.Float32, images, node.Choose(3) + 1, node.Choose(7) + 2, node.Choose(7) + 2).Operand(rois)
            .Attribute("pooled_shape", (long[])[node.Choose(3) + 1, node.Choose(3) + 1]).Perhaps("spatial_scale", 0.5f, 1f);
    }
}
