using Fovea.Inference.Graphs;
using Fovea.Kernels.Resampling;

namespace Fovea.Inference.Operators.Support;

/// <summary>The attributes of Resize, by opset.</summary>
internal static class ResizeAttributes
{
    private static readonly string[] Modes = ["nearest", "linear", "cubic"];

    private static readonly string[] Roundings = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"];

    private static readonly string[] Policies = ["stretch", "not_larger", "not_smaller"];

    private static readonly string[] Transforms =
    [
        "half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "tf_half_pixel_for_nn", "align_corners", "asymmetric",
        "tf_crop_and_resize",
    ];

    /// <exception cref="InvalidModelException">An attribute has a value that the specification does not have.</exception>
    public static void Check(Node node)
    {
        Choice(node, "mode", Modes);
        Choice(node, "nearest_mode", Roundings);
        Choice(node, "keep_aspect_ratio_policy", Policies);
        Choice(node, "coordinate_transformation_mode", Transforms);
        if (node.Attributes.Int("antialias", 0) != 0 && Filter(node) == ResampleFilter.Nearest)
            throw node.Invalid("has antialias and the mode nearest; antialiasing needs linear or cubic");
    }

    public static ResampleFilter Filter(Node node) => (ResampleFilter)Choice(node, "mode", Modes);

    /// <summary>Whether positions are those of a region, the input roi.</summary>
    public static bool Crops(Node node) => Transform(node) == CoordinateTransform.CropAndResize;

    /// <summary>What is the same for all axes.</summary>
    public static ResampleAxis Of(Node node) => new()
    {
        Input = 1,
        Output = 1,
        Scale = 1,
        Filter = Filter(node),
        Transform = Transform(node),
        CubicCoefficient = node.Attributes.Float("cubic_coeff_a", -0.75f),
        ExcludesOutside = node.Attributes.Int("exclude_outside", 0) != 0,
        Antialias = node.Attributes.Int("antialias", 0) != 0,
    };

    /// <summary>How positions are rounded. Opset 10 leaves it open: ONNX Runtime rounds up where an axis shrinks, else down.</summary>
    public static NearestRounding Rounding(Node node, double scale) => node.Opset < 11
        ? scale < 1 ? NearestRounding.Ceil : NearestRounding.Floor
        : (NearestRounding)Choice(node, "nearest_mode", Roundings);

    public static bool IsNotLarger(Node node) => Choice(node, "keep_aspect_ratio_policy", Policies) == 1;

    public static bool IsNotSmaller(Node node) => Choice(node, "keep_aspect_ratio_policy", Policies) == 2;

    /// <summary>The axes that scales, sizes and roi refer to.</summary>
    public static int[] Axes(ShapeContext context, int rank)
    {
        if (context.Attributes.Ints("axes") is not { } axes)
            return [.. Enumerable.Range(0, rank)];
        int[] result = [.. axes.Select(axis => context.Axis(axis, rank))];
        return result.Distinct().Count() == result.Length
            ? result
            : throw context.Node.Invalid($"axes are [{string.Join(',', axes)}]; expected each axis once");
    }

    /// <summary>The region: begins of all axes, then ends; 0 and 1 without one. Null if it is not known.</summary>
    public static double[]? Region(ShapeContext context, int axes)
    {
        Node node = context.Node;
        double[] whole = [.. Enumerable.Repeat(0.0, axes), .. Enumerable.Repeat(1.0, axes)];
        if (!Crops(node))
            return whole;
        if (node.Input(1) is null)
            throw node.Invalid("has the mode tf_crop_and_resize and no roi");
        if (Floats(node, 1) is not { } region)
            return null;
        return region.Length == whole.Length
            ? region
            : throw node.Invalid($"its roi has {region.Length} numbers; expected a begin and an end for each of {axes} axes");
    }

    /// <summary>An input's elements, none if it is omitted; null if they are not known.</summary>
    public static double[]? Floats(Node node, int input)
    {
        if (node.Input(input) is not { } value)
            return [];
        if (value.Elements is not { } tensor)
            return value.Shape.Dimensions is [{ Value: 0 }] ? [] : null;
        return tensor.ElementType.IsFloat()
            ? ConstantNumbers.Reals(tensor)
            : throw node.Invalid($"input {input} is {tensor}; expected floats");
    }

    private static CoordinateTransform Transform(Node node)
    {
        if (node.Opset < 11)
            return CoordinateTransform.Asymmetric;
        return Transforms[Choice(node, "coordinate_transformation_mode", Transforms)] switch
        {
            "half_pixel_symmetric" => CoordinateTransform.HalfPixelSymmetric,
            "pytorch_half_pixel" => CoordinateTransform.PytorchHalfPixel,
            "tf_half_pixel_for_nn" => CoordinateTransform.HalfPixelForNearest,
            "align_corners" => CoordinateTransform.AlignCorners,
            "asymmetric" => CoordinateTransform.Asymmetric,
            "tf_crop_and_resize" => CoordinateTransform.CropAndResize,
            _ => CoordinateTransform.HalfPixel,
        };
    }

    // The index of an attribute's value; the first one is the default.
    private static int Choice(Node node, string name, string[] values)
    {
        string value = node.Attributes.Text(name, values[0]);
        int index = Array.IndexOf(values, value);
        return index >= 0
            ? index
            : throw node.Invalid($"{name} is '{ShownText.Name(value)}'; expected one of {string.Join(", ", values)}");
    }
}
