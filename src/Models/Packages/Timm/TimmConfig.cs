using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.Timm;

/// <summary>
/// Reads timm's <c>pretrained_cfg</c>. The meaning and the defaults of the fields follow timm's <c>resolve_data_config</c> and
/// <c>create_transform</c>: resize to floor(size / crop_pct), centre crop, x/255, mean, std.
/// </summary>
internal static class TimmConfig
{
    private const double DefaultCropShare = 0.875;

    public static Description Read(JsonField config)
    {
        (JsonField? field, int width, int height) = ReadInputSize(config);
        if (field is not { } size)
            return Description.Nothing;
        return new Description
        {
            Preprocessing = new PreprocessingSettings
            {
                Width = size.Sourced(width),
                Height = size.Sourced(height),
                Resize = ReadResize(config, width, height),
                Filter = config.Get("interpolation") is { } filter
                    ? filter.Sourced(FilterNames.Read(filter))
                    : DefaultOf(config, ResizeFilter.Bicubic),
                Crop = DefaultOf(config, CropRounding.HalfEven),
                Normalization = ReadNormalization(config),
            },
        };
    }

    public static Sourced<IReadOnlyList<string>>? ReadLabels(JsonField parent)
    {
        if (parent.Get("label_names") is not { } names)
            return null;
        if (names.Kind != System.Text.Json.JsonValueKind.Array)
            throw names.Error("a list of labels");
        string[] labels = [.. names.Items().Select(item => item.Text())];
        if (labels.Length == 0)
            return null;

        // The names may be WordNet ids; the descriptions then have the words.
        if (parent.Get("label_descriptions") is { Kind: System.Text.Json.JsonValueKind.Object } descriptions
            && labels.All(name => descriptions.Get(name) is not null))
            labels = [.. labels.Select(name => descriptions.Get(name)!.Value.Text())];
        return names.Sourced<IReadOnlyList<string>>(labels);
    }

    private static (JsonField? Field, int Width, int Height) ReadInputSize(JsonField config)
    {
        if (config.Get("input_size") is not { } field)
            return default;
        if (field.Kind != System.Text.Json.JsonValueKind.Array || field.Element.GetArrayLength() != 3)
            throw field.Error("channels, height and width");
        IReadOnlyList<JsonField> sizes = field.Items();
        return (field, sizes[2].Whole(1, ImageSides.Max), sizes[1].Whole(1, ImageSides.Max));
    }

    private static Sourced<ResizeTarget> ReadResize(JsonField config, int width, int height)
    {
        double share = DefaultCropShare;
        if (config.Get("crop_pct") is { } shareField)
            share = shareField.Number() is > 0.01 and <= 1 and var value
                ? value
                : throw shareField.Error("a number above 0.01 and at most 1");
        bool squash = config.Get("crop_mode") is { } mode && mode.Choice(("center", false), ("squash", true));
        int toWidth = (int)Math.Floor(width / share);
        int toHeight = (int)Math.Floor(height / share);
        JsonField source = config.Get("crop_mode") ?? config.Get("crop_pct") ?? config;
        if (squash)
            return source.Sourced(new ResizeTarget(ResizeKind.Exact, Width: toWidth, Height: toHeight));
        return width == height
            ? source.Sourced(new ResizeTarget(ResizeKind.ShortestEdge, toWidth))
            : throw config.Get("input_size")!.Value.Error(
                "a square input with crop_mode \"center\"; describe another one in fovea.json, without config.json");
    }

    private static Sourced<Normalization> ReadNormalization(JsonField config)
    {
        double[] mean = config.Get("mean")?.Numbers() ?? Normalization.ImageNetMean;
        double[] std = config.Get("std") is { } field ? field.Numbers() : Normalization.ImageNetStd;
        if (std.Any(v => (float)v == 0))
            throw config.Get("std")!.Value.Error("a divisor other than 0");
        return (config.Get("mean") ?? config).Sourced(Normalization.TorchVision(mean, std));
    }

    private static Sourced<T> DefaultOf<T>(JsonField config, T value) => new(value, $"{config.Source} (timm's default)");
}
