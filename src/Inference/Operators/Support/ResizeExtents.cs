using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>The extents of a resized tensor, from its scales or sizes.</summary>
/// <param name="Outputs">The extent of each resized axis, as far as it is known.</param>
/// <param name="Scales">The scale of each resized axis; null if any is not known.</param>
internal sealed record ResizeExtents(Dimension[] Outputs, double[]? Scales)
{
    /// <summary>Reads the inputs of a Resize node.</summary>
    /// <param name="context">The node.</param>
    /// <param name="x">The extents of its input 0.</param>
    /// <param name="axes">The axes that scales and sizes refer to.</param>
    public static ResizeExtents Read(ShapeContext context, IReadOnlyList<Dimension> x, int[] axes)
    {
        Node node = context.Node;
        bool before11 = node.Opset < 11;
        if (!before11 && IsGiven(node.Input(3)))
        {
            return context.Contents(3) is { } sizes
                ? OfSizes(node, [.. axes.Select(axis => x[axis])], sizes)
                : new ResizeExtents(new Dimension[axes.Length], null);
        }

        int input = before11 ? 1 : 2;
        if (!IsGiven(node.Input(input)))
            throw node.Invalid(before11 ? "has no scales" : "has neither scales nor sizes; one of them is needed");
        return ResizeAttributes.Floats(node, input) is { } scales
            ? OfScales(node, [.. axes.Select(axis => x[axis])], scales)
            : new ResizeExtents(new Dimension[axes.Length], null);
    }

    /// <summary>The extents by a scale for each axis.</summary>
    public static ResizeExtents OfScales(Node node, Dimension[] x, double[] scales)
    {
        if (scales.Length != x.Length)
            throw node.Invalid($"has {scales.Length} scales; expected {x.Length}");
        if (!Array.TrueForAll(scales, scale => scale > 0 && double.IsFinite(scale)))
            throw node.Invalid($"scales are [{string.Join(',', scales)}]; each must be above 0");
        // In single precision, as ONNX's own shape inference: 10 times 0.7 is 7.
        return new ResizeExtents(
            [.. x.Select((d, i) => d.Value is { } extent ? Scaled(node, MathF.Floor(extent * (float)scales[i])) : Unless(d, scales[i]))],
            scales);
    }

    private static ResizeExtents OfSizes(Node node, Dimension[] x, IReadOnlyList<Dimension> sizes)
    {
        if (sizes.Count != x.Length)
            throw node.Invalid($"has {sizes.Count} sizes; expected {x.Length}");
        if (sizes.Any(size => size.Value < 0))
            throw node.Invalid($"sizes are [{string.Join(',', sizes)}]; none may be negative");
        double?[] scales = [.. x.Select((d, i) => d.Value is { } extent && sizes[i].Value is { } size
            ? extent > 0 ? (double)size / extent
                : size == 0 ? 1 : throw node.Invalid($"resizes an empty axis to {size} elements")
            : (double?)null)];
        bool isKnown = Array.TrueForAll(scales, scale => scale is not null);
        bool larger = ResizeAttributes.IsNotSmaller(node);
        if (!larger && !ResizeAttributes.IsNotLarger(node))
            return new ResizeExtents([.. sizes], isKnown ? Array.ConvertAll(scales, scale => scale!.Value) : null);
        if (!isKnown || x.Length == 0)
            return new ResizeExtents(new Dimension[x.Length], null);
        double common = larger ? scales.Max()!.Value : scales.Min()!.Value;
        return new ResizeExtents(
            [.. x.Select(d => (Dimension)Scaled(node, Math.Floor((common * d.Value!.Value) + 0.5)))],
            [.. x.Select(_ => common)]);
    }

    private static long Scaled(Node node, double extent) => extent <= 1L << 47
        ? (long)extent
        : throw node.Invalid($"scales an axis to {extent:R} elements; supported are up to 2^47");

    private static Dimension Unless(Dimension extent, double scale) => scale == 1 ? extent : Dimension.Unknown;

    // An empty tensor stands for an omitted one, as exporters wrote before opset 13.
    private static bool IsGiven(Value? value) => value is not null && value.Shape.Dimensions is not [{ Value: 0 }];
}
