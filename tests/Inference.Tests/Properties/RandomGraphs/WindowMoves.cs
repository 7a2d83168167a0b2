namespace Fovea.Inference.Tests.Properties.RandomGraphs;

/// <summary>Windows over images: convolutions, pools, normalisations over channels, padding, sizes.</summary>
internal static class WindowMoves
{
    private const long MostElements = 20_000;

    public static void Conv(RandomGraph graph)
    {
        if (Image(graph) is not { } x)
            return;
        long channels = x.Shape[1];
        long group = graph.Choose(4) switch { 2 => channels, 3 when channels % 2 == 0 => 2, _ => 1 };
        long maps = group == 1 ? graph.Choose<long>(4, 1, 3, 8, 17) : group * (graph.Choose(2) + 1);
        Window window = Draw(graph, x);
        if (!window.Fits)
            return;
        RandomValue[] inputs = [x, graph.Constant([maps, channels / group, window.Kernel[0], window.Kernel[1]])];
        if (graph.Choose(2) == 1)
            inputs = [.. inputs, graph.Constant([maps])];
        graph.Add(
            "Conv", inputs, [x.Shape[0], maps, .. window.Extents],
            attributes: [.. window.Attributes, ("group", group), ("dilations", window.Dilations)]);
    }

    public static void ConvTranspose(RandomGraph graph)
    {
        if (Image(graph) is not { } x)
            return;
        long[] kernel = [graph.Choose(3) + 1, graph.Choose(3) + 1];
        long[] strides = [graph.Choose(2) + 1, graph.Choose(2) + 1];
        long maps = graph.Choose<long>(2, 1, 5);
        long[] extents = [.. Enumerable.Range(0, 2).Select(i => ((x.Shape[i + 2] - 1) * strides[i]) + kernel[i])];
        graph.Add(
            "ConvTranspose", [x, graph.Constant([x.Shape[1], maps, .. kernel])], [x.Shape[0], maps, .. extents],
            attributes: [("kernel_shape", kernel), ("strides", strides)]);
    }

    public static void MaxPool(RandomGraph graph)
    {
        if (Image(graph) is { } x && Draw(graph, x, dilates: false) is { Fits: true } window)
            graph.Add("MaxPool", [x], [x.Shape[0], x.Shape[1], .. window.Extents], exact: true, attributes: [.. window.Attributes]);
    }

    public static void AveragePool(RandomGraph graph)
    {
        if (Image(graph) is not { } x || Draw(graph, x, dilates: false) is not { Fits: true } window)
            return;
        graph.Add(
            "AveragePool", [x], [x.Shape[0], x.Shape[1], .. window.Extents],
            attributes: [.. window.Attributes, ("count_include_pad", graph.Choose(2))]);
    }

    public static void GlobalPool(RandomGraph graph)
    {
        if (Image(graph) is { } x)
            graph.Add(graph.Choose("GlobalAveragePool", "GlobalMaxPool"), [x], [x.Shape[0], x.Shape[1], 1, 1]);
    }

    public static void Normalize(RandomGraph graph)
    {
        if (Image(graph) is not { } x)
            return;
        long[] row = [x.Shape[1]];
        if (graph.Choose(3) == 2 && x.Shape[2] * x.Shape[3] > 4)
            graph.Add("InstanceNormalization", [x, graph.Constant(row), graph.Constant(row)], x.Shape);
        else
            graph.Add(
                "BatchNormalization",
                [x, graph.Constant(row), graph.Constant(row), graph.Constant(row), graph.Constant(row, 0.5f, 2)], x.Shape);
    }

    public static void Pad(RandomGraph graph)
    {
        if (graph.Any(v => v.IsImage && v.Elements < MostElements / 4) is not { } x)
            return;
        string mode = graph.Choose("constant", "edge", "reflect");
        long[] pads = [0, 0, graph.Choose(3), graph.Choose(3), 0, 0, graph.Choose(3), graph.Choose(3)];
        if (x.Shape.Skip(2).Min() < 4)
            return;
        long[] shape = [.. x.Shape.Select((extent, i) => extent + pads[i] + pads[i + 4])];
        if (graph.Opset < 11)
            graph.Add("Pad", [x], shape, exact: true, attributes: [("mode", mode), ("pads", pads)]);
        else
            graph.Add("Pad", [x, graph.Integers(pads)], shape, exact: true, attributes: [("mode", mode)]);
    }

    public static void Resize(RandomGraph graph)
    {
        if (!GraphMoves.Has("Resize") || graph.Opset < 11
            || graph.Any(v => v is { IsImage: true, IsTame: true, Elements: < MostElements / 8 }) is not { } x)
            return;
        string mode = graph.Choose("nearest", "linear");
        float[] factors = [graph.Choose(1f, 2f), graph.Choose(2f, 1f)];
        long[] shape = [x.Shape[0], x.Shape[1], (long)(x.Shape[2] * factors[0]), (long)(x.Shape[3] * factors[1])];
        string coordinates = graph.Choose("half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel");
        RandomValue none = graph.Constant(new Tensor(ElementType.Float32, new Shape(0)));
        RandomValue scales = graph.Constant(Tensor.From<float>(new Shape(4), [1, 1, factors[0], factors[1]]));
        graph.Add(
            "Resize", [x, none, scales], shape, exact: mode == "nearest",
            attributes: [("mode", mode), ("coordinate_transformation_mode", coordinates)]);
    }

    // A convolution of NaN or infinity depends on the algorithm, and large values hide what is compared.
    private static RandomValue? Image(RandomGraph graph) => graph.Any(v => v is { IsImage: true, IsTame: true, Elements: < MostElements });

    private static Window Draw(RandomGraph graph, RandomValue x, bool dilates = true)
    {
        long[] kernel = [graph.Choose<long>(3, 1, 2, 5), 0];
        kernel[1] = graph.Choose(4) == 3 ? graph.Choose<long>(1, 2, 4) : kernel[0];
        long[] strides = [graph.Choose(2) + 1, 0];
        strides[1] = graph.Choose(4) == 3 ? graph.Choose(3) + 1 : strides[0];
        long[] dilations = dilates && graph.Choose(5) == 4 ? [2, graph.Choose(2) + 1] : [1, 1];
        long[] pads = new long[4];
        for (int i = 0; i < 4; i++)
            pads[i] = Math.Min(kernel[i % 2] - 1, graph.Choose(3));
        long[] extents = new long[2];
        for (int i = 0; i < 2; i++)
        {
            long reach = (dilations[i] * (kernel[i] - 1)) + 1;
            long padded = x.Shape[i + 2] + pads[i] + pads[i + 2];
            extents[i] = padded < reach ? 0 : ((padded - reach) / strides[i]) + 1;
        }

        return new Window(kernel, strides, dilations, pads, extents);
    }

    private sealed record Window(long[] Kernel, long[] Strides, long[] Dilations, long[] Pads, long[] Extents)
    {
        public bool Fits => Extents.All(extent => extent > 0);

        public (string Name, object Value)[] Attributes => [("kernel_shape", Kernel), ("strides", Strides), ("pads", Pads)];
    }
}
