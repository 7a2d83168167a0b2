using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The window of a convolution or pooling node along its spatial axes: kernel, stride, padding and dilation with auto_pad resolved, as
/// specified by ONNX for Conv, MaxPool and AveragePool.
/// </summary>
internal sealed class SlidingWindow
{
    /// <summary>The largest attribute value, far above any real window; keeps arithmetic on untrusted files within bounds.</summary>
    private const long MaxAttribute = 1 << 20;

    private SlidingWindow(int[] kernel, int[] stride, int[] dilation)
    {
        Kernel = kernel;
        Stride = stride;
        Dilation = dilation;
        PadBegin = new int[kernel.Length];
        PadEnd = new int[kernel.Length];
    }

    public int[] Kernel { get; }

    public int[] Stride { get; }

    public int[] Dilation { get; }

    public int[] PadBegin { get; }

    public int[] PadEnd { get; }

    public int Axes => Kernel.Length;

    private bool CeilMode { get; init; }

    /// <summary>The window that is the whole of an image.</summary>
    public static SlidingWindow Whole(IReadOnlyList<long> extents)
    {
        int[] kernel = [.. extents.Select(extent => Extents.ToKernelInt(extent, "pixels along an axis"))];
        int[] ones = [.. extents.Select(_ => 1)];
        return new SlidingWindow(kernel, ones, ones);
    }

    /// <summary>Reads the window of a node.</summary>
    /// <param name="node">A node with the attributes kernel_shape, strides, pads, dilations, auto_pad and ceil_mode.</param>
    /// <param name="spatial">The input's spatial extents; needed if auto_pad is SAME.</param>
    /// <param name="kernelOfWeights">The kernel extents of the weights; null for pooling.</param>
    /// <exception cref="InvalidModelException">An attribute has the wrong length or an impossible value.</exception>
    public static SlidingWindow Read(Node node, IReadOnlyList<Dimension> spatial, IReadOnlyList<Dimension>? kernelOfWeights)
    {
        NodeAttributes attributes = node.Attributes;
        int axes = spatial.Count;
        if (axes is < 1 or > 3)
            throw node.Unsupported($"has {axes} spatial axes; supported are 1 to 3");
        int[] kernel = List(node, "kernel_shape", axes, 1) ?? FromWeights(node, kernelOfWeights);
        if (kernelOfWeights is not null)
        {
            for (int i = 0; i < axes; i++)
            {
                if (kernelOfWeights[i].Value is { } extent && extent != kernel[i])
                    throw node.Invalid(
                        $"kernel_shape is [{string.Join(',', kernel)}]; the weights have [{string.Join(',', kernelOfWeights)}]");
            }
        }

        var window = new SlidingWindow(kernel, ListOrLeast(node, "strides", axes, 1), ListOrLeast(node, "dilations", axes, 1))
        {
            CeilMode = attributes.Int("ceil_mode", 0) != 0,
        };
        string autoPad = attributes.Text("auto_pad", "NOTSET");
        switch (autoPad)
        {
            case "NOTSET" or "":
                int[] pads = ListOrLeast(node, "pads", 2 * axes, 0);
                pads.AsSpan(0, axes).CopyTo(window.PadBegin);
                pads.AsSpan(axes).CopyTo(window.PadEnd);
                break;
            case "VALID":
                break;
            case "SAME_UPPER" or "SAME_LOWER":
                for (int i = 0; i < axes && spatial[i].Value is { } extent; i++)
                {
                    long output = (extent + window.Stride[i] - 1) / window.Stride[i];
                    int total = Extents.ToKernelInt(
                        Math.Max(0, ((output - 1) * window.Stride[i]) + window.Reach(i) - extent), "elements of padding");
                    window.PadBegin[i] = autoPad == "SAME_UPPER" ? total / 2 : total - (total / 2);
                    window.PadEnd[i] = total - window.PadBegin[i];
                }

                break;
            default:
                throw node.Invalid($"auto_pad is '{autoPad}'; expected NOTSET, VALID, SAME_UPPER or SAME_LOWER");
        }

        return window;
    }

    /// <summary>Whether the window is known: from kernel_shape, or from the shape of the weights, which a run may give.</summary>
    public static bool IsKnown(Node node, IReadOnlyList<Dimension> weights) =>
        node.Attributes.Has("kernel_shape") || weights.Skip(2).All(d => d.IsKnown);

    /// <summary>The pads attribute of a node, begins then ends; null if auto_pad determines the pads.</summary>
    public static long[]? ExplicitPads(Node node, int axes) => node.Attributes.Text("auto_pad", "NOTSET") switch
    {
        "NOTSET" or "" => node.Attributes.Ints("pads") ?? new long[2 * axes],
        "VALID" => new long[2 * axes],
        _ => null,
    };

    /// <summary>The attributes of a node with more padding added to its pads.</summary>
    public static NodeAttributes WithPads(Node node, long[] own, SpatialPadding padding)
    {
        long[] pads = [.. own];
        for (int i = 0; i < padding.Axes; i++)
        {
            pads[i] += padding.Begin[i];
            pads[i + padding.Axes] += padding.End[i];
        }

        return node.Attributes.With("pads", pads).With("auto_pad", "NOTSET");
    }

    /// <summary>The number of input elements that the window spans along an axis.</summary>
    public long Reach(int axis) => ((Kernel[axis] - 1L) * Dilation[axis]) + 1;

    /// <summary>The number of window positions along an axis: the output extent.</summary>
    public Dimension Output(Node node, int axis, Dimension input)
    {
        if (input.Value is not { } extent)
        {
            return Stride[axis] == 1 && Reach(axis) == 1L + PadBegin[axis] + PadEnd[axis] ? input : Dimension.Unknown;
        }

        long free = extent + PadBegin[axis] + PadEnd[axis] - Reach(axis);
        if (free < 0)
        {
            throw node.Invalid(
                $"a window of {Kernel[axis]} with dilation {Dilation[axis]} does not fit into an axis of {extent} padded by " +
                $"{PadBegin[axis]} and {PadEnd[axis]}");
        }

        long places = (free / Stride[axis]) + 1;
        // With ceil_mode a last window may extend beyond the end, but must begin inside the image or its leading padding.
        if (CeilMode && free % Stride[axis] != 0 && places * Stride[axis] < extent + PadBegin[axis])
            places++;
        return places;
    }

    /// <summary>The window as a <see cref="WindowRule"/>, for receptive fields and the layer list.</summary>
    public WindowRule ToRule(WindowKind kind, int? groups = null) => new(kind)
    {
        Kernel = Kernel,
        Stride = Stride,
        Padding = [.. PadBegin, .. PadEnd],
        Dilation = Dilation,
        Groups = groups,
    };

    /// <summary>What a cell reads along the spatial axes, from axis 2 on.</summary>
    public IEnumerable<AxisRead> Reads() =>
        Kernel.Select((kernel, i) => AxisRead.Window(i + 2, kernel, Stride[i], Dilation[i], PadBegin[i]));

    /// <summary>A list attribute of a given length, every entry at least <paramref name="least"/>; null if it is absent.</summary>
    public static int[]? List(Node node, string name, int length, int least)
    {
        if (node.Attributes.Ints(name) is not { } values)
            return null;
        if (values.Length != length)
            throw node.Invalid($"{name} has {values.Length} entries; expected {length}");
        if (values.Any(v => v < least || v > MaxAttribute))
            throw node.Invalid($"{name} is [{string.Join(',', values)}]; each entry must be between {least} and {MaxAttribute}");
        return Array.ConvertAll(values, v => (int)v);
    }

    /// <summary>The same; every entry is the least where the attribute is absent: strides and dilations of 1, no pads.</summary>
    public static int[] ListOrLeast(Node node, string name, int length, int least) =>
        List(node, name, length, least) ?? [.. Enumerable.Repeat(least, length)];

    private static int[] FromWeights(Node node, IReadOnlyList<Dimension>? weights) =>
        weights is not null && weights.All(d => d.Value is > 0)
        ? [.. weights.Select(d => Extents.ToKernelInt(d.Value!.Value, "taps along an axis"))]
        : throw node.Invalid("has no kernel_shape, and none follows from its weights");
}
