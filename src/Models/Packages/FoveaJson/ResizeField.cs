using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.FoveaJson;

/// <summary>Reads <c>resize</c> of <c>fovea.json</c>: the size to which pictures are resized.</summary>
internal static class ResizeField
{
    private const int LargestMultiple = 1024;

    // No network is given more of a picture than its pixels and some between.
    private const double LargestFactor = 8;

    /// <summary>Reads the field.</summary>
    /// <param name="field">The field; null where the file has none.</param>
    /// <param name="isSized">Whether each picture has an input of the size of its own.</param>
    /// <returns>Null where it leaves the size open.</returns>
    public static Sourced<ResizeTarget>? Read(JsonField? field, bool isSized)
    {
        if (field is not { } resize)
            return null;
        resize.RequireOnly("rule", "size", "width", "height", "filter", "rounding", "of", "plus", "factor", "longest", "shortest");
        int? size = resize.Get("size")?.Whole(1, ImageSides.Max);
        int? width = resize.Get("width")?.Whole(1, ImageSides.Max);
        int? height = resize.Get("height")?.Whole(1, ImageSides.Max);
        ResizeKind? rule = resize.Get("rule")?.Choice(
            ("shortest-edge", ResizeKind.ShortestEdge), ("exact", ResizeKind.Exact), ("cover", ResizeKind.Cover),
            ("fit", ResizeKind.Fit), ("multiple", ResizeKind.Multiple), ("none", ResizeKind.None));
        ResizeKind? implied = rule
            ?? (size is not null ? ResizeKind.ShortestEdge : width is not null || height is not null ? ResizeKind.Exact : null);
        FitRounding? rounding = resize.Get("rounding")?.Choice(
            ("nearest", FitRounding.Nearest), ("product", FitRounding.Product), ("product-down", FitRounding.ProductDown),
            ("product-half-up", FitRounding.ProductHalfUp), ("floor", FitRounding.Floor));
        if (rounding is not null && implied is not (ResizeKind.Fit or ResizeKind.Multiple))
            throw resize.Get("rounding")!.Value.Error("no rounding unless the rule is \"fit\" or \"multiple\"");
        MultipleSides? sides = ReadSides(resize, implied, rounding, isSized);
        if (implied is not { } kind)
            return null;
        if (size is not null && kind != ResizeKind.ShortestEdge)
            throw resize.Get("size")!.Value.Error("no size unless the rule is \"shortest-edge\" (and then neither width nor height)");
        if ((width is not null || height is not null) && kind is ResizeKind.ShortestEdge or ResizeKind.None or ResizeKind.Multiple)
            throw resize.Error("width and height only with the rules \"exact\", \"cover\" and \"fit\"");
        if (width is null != height is null)
            throw resize.Error("both width and height, or neither");
        return resize.Sourced(new ResizeTarget(kind, size, width, height) { Rounding = rounding ?? default, Sides = sides });
    }

    private static MultipleSides? ReadSides(JsonField resize, ResizeKind? rule, FitRounding? rounding, bool isSized)
    {
        if (rule != ResizeKind.Multiple)
        {
            foreach (string name in new[] { "of", "plus", "factor", "longest", "shortest" })
            {
                if (resize.Get(name) is { } unused)
                    throw unused.Error($"no {name} unless the rule is \"multiple\"");
            }

            return null;
        }

        if (!isSized)
            throw resize.Error("the rule \"multiple\" only where input.size is \"picture\": the sides follow from each picture's");
        if (rounding is not (null or FitRounding.Nearest or FitRounding.Floor))
            throw resize.Get("rounding")!.Value.Error("\"nearest\" or \"floor\" with the rule \"multiple\"");
        int multiple = resize.Get("of")?.Whole(1, LargestMultiple) ?? 1;
        return new MultipleSides
        {
            Of = multiple,
            Plus = resize.Get("plus")?.Whole(0, multiple - 1) ?? 0,
            Factor = resize.Get("factor") is { } factor ? ReadFactor(factor) : 1,
            Longest = resize.Get("longest")?.Whole(1, ImageSides.Max),
            Shortest = ReadShortest(resize),
            RoundsDown = rounding == FitRounding.Floor,
        };
    }

    private static int? ReadShortest(JsonField resize) =>
        resize.Get("shortest") is not null && resize.Get("factor") is { } factor
            ? throw factor.Error("no factor where shortest is given")
            : resize.Get("shortest")?.Whole(1, ImageSides.Max);

    private static double ReadFactor(JsonField field) =>
        field.Number() is > 0 and <= LargestFactor and var factor
            ? factor
            : throw field.Error($"a number above 0 and at most {LargestFactor}");
}
