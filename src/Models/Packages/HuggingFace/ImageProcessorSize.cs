using System.Text.Json;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>
/// The sizes in a <c>preprocessor_config.json</c>: <c>size</c>, <c>crop_size</c>, <c>crop_pct</c>. The meaning of each depends on the
/// others.
/// </summary>
internal sealed record ImageProcessorSize(Sourced<int>? InputWidth, Sourced<int>? InputHeight, Sourced<ResizeTarget>? Resize)
{
    // Below this size ConvNeXt's processors resize to size / crop_pct and crop; from it on they resize the whole image without keeping
    // proportions.
    private const int ConvNextLeastUncropped = 384;
    private const double ConvNextCropShare = 224 / 256.0;

    public static ImageProcessorSize Read(JsonField root)
    {
        bool cropped = ImageProcessorFile.Flag(root, "do_center_crop", root.Get("crop_size") is not null);
        (JsonField Field, int Width, int Height)? crop = cropped && root.Get("crop_size") is { } cropField ? ReadSides(cropField) : null;
        Sourced<int>? width = crop?.Field.Sourced(crop.Value.Width);
        Sourced<int>? height = crop?.Field.Sourced(crop.Value.Height);
        if (!ImageProcessorFile.Flag(root, "do_resize", root.Get("size") is not null))
            return new ImageProcessorSize(width, height, (root.Get("do_resize") ?? root).Sourced(new ResizeTarget(ResizeKind.None)));
        if (root.Get("size") is not { } size)
            return new ImageProcessorSize(width, height, null);

        if (ConvNextShare(root) is { } share)
            return ReadConvNext(size, share);
        if (ShortestEdge(size, cropped) is { } shortest)
            return new ImageProcessorSize(width, height, size.Sourced(new ResizeTarget(ResizeKind.ShortestEdge, shortest)));
        (_, int toWidth, int toHeight) = ReadSides(size);
        return new ImageProcessorSize(
            cropped ? width : size.Sourced(toWidth),
            cropped ? height : size.Sourced(toHeight),
            size.Sourced(new ResizeTarget(ResizeKind.Exact, Width: toWidth, Height: toHeight)));
    }

    // A bare number means the shorter side where a crop follows, else both sides.
    private static int? ShortestEdge(JsonField size, bool cropped)
    {
        if (size.Kind == JsonValueKind.Number)
            return cropped ? size.Whole(1, ImageSides.Max) : null;
        if (size.Kind != JsonValueKind.Object || size.Get("shortest_edge") is not { } shortest)
            return null;
        if (size.Get("longest_edge") is not null)
            throw size.Error("shortest_edge alone, or height and width");
        return shortest.Whole(1, ImageSides.Max);
    }

    private static double? ConvNextShare(JsonField root)
    {
        if (root.Get("crop_pct") is { } field)
            return field.Number() is > 0.01 and <= 1 and var share ? share : throw field.Error("a number above 0.01 and at most 1");
        JsonField? type = root.Get("image_processor_type") ?? root.Get("feature_extractor_type");
        return type?.Text().StartsWith("ConvNext", StringComparison.Ordinal) == true ? ConvNextCropShare : null;
    }

    private static ImageProcessorSize ReadConvNext(JsonField size, double share)
    {
        int side = ShortestEdge(size, cropped: true) ?? throw size.Error("a number, or shortest_edge");
        ResizeTarget target = side < ConvNextLeastUncropped
            ? new ResizeTarget(ResizeKind.ShortestEdge, (int)(side / share))
            : new ResizeTarget(ResizeKind.Exact, Width: side, Height: side);
        return new ImageProcessorSize(size.Sourced(side), size.Sourced(side), size.Sourced(target));
    }

    private static (JsonField Field, int Width, int Height) ReadSides(JsonField field)
    {
        if (field.Kind == JsonValueKind.Number)
        {
            int side = field.Whole(1, ImageSides.Max);
            return (field, side, side);
        }

        if (field.Kind == JsonValueKind.Object && field.Get("width") is { } width && field.Get("height") is { } height)
            return (field, width.Whole(1, ImageSides.Max), height.Whole(1, ImageSides.Max));
        throw field.Error("a whole number, {\"shortest_edge\": ...} or {\"height\": ..., \"width\": ...}");
    }
}
