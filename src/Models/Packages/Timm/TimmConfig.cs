using System.Text.Json;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Inference;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.Timm;

/// <summary>
/// Reads timm's description of a model. The meaning and the defaults of the fields follow timm's <c>resolve_data_config</c> and
/// <c>create_transform</c>: resize to floor(size / crop_pct), crop, x/255, mean, std.
/// </summary>
internal static class TimmConfig
{
    // Used, or about weights and training.
    private static readonly string[] Known =
    [
        "input_size", "test_input_size", "min_input_size", "fixed_input_size", "interpolation", "crop_pct", "test_crop_pct",
        "crop_mode", "mean", "std", "num_classes", "num_features", "label_offset", "label_names", "label_descriptions", "labels",
        "pool_size", "test_pool_size", "first_conv", "classifier", "architecture", "tag", "tags", "url", "file", "hash_sha256",
        "hf_hub_id", "hf_hub_filename", "source", "state_dict", "custom_load", "license", "origin_url", "paper_name", "paper_ids",
        "notes", "description", "model_args", "num_heads", "global_pool", "patch_size", "framework", "pretrained", "in_chans",
        "pretrained_cfg", "model_type", "torch_dtype", "dtype", "transformers_version", "architectures", "do_pooling",
        "initializer_range", "problem_type", "library",
    ];

    /// <summary>
    /// Where a config.json has timm's fields: <c>pretrained_cfg</c>, or <c>default_cfg</c>, or the root in older files; null where it is no
    /// model of timm.
    /// </summary>
    public static JsonField? Find(JsonField root)
    {
        if ((root.Get("pretrained_cfg") ?? root.Get("default_cfg")) is { } nested)
        {
            nested.RequireObject();
            return nested;
        }

        return root.Get("architecture") is { Kind: JsonValueKind.String } || root.Get("input_size") is { Kind: JsonValueKind.Array }
            ? root
            : null;
    }

    /// <summary>Reads the pre-processing; the labels are read by <see cref="TimmLabels"/>.</summary>
    /// <param name="config">The object with timm's fields.</param>
    /// <param name="graph">
    /// The graph, whose size decides between the settings of training and of evaluation; null where it is not known.
    /// </param>
    public static Description Read(JsonField config, InferenceModel? graph)
    {
        List<PackageNote> notes = [];
        var size = TimmSize.Read(config, graph);
        notes.AddRange(size.Notes);
        CropMode mode = ReadMode(config, notes);
        Sourced<ResizeFilter> filter = ReadFilter(config, mode, size, notes);
        foreach ((string name, JsonField value) in config.Properties())
        {
            if (!Known.Contains(name))
                notes.Add(Note(value, NoteSeverity.Note, "The field is not known, and is not used."));
        }

        return new Description
        {
            Preprocessing = new PreprocessingSettings
            {
                Width = size.Width,
                Height = size.Height,
                Resize = ReadResize(config, mode, size),
                Filter = filter,
                Crop = DefaultOf(config, CropRounding.HalfEven),
                Padding = mode == CropMode.Border ? (config.Get("mean") ?? config).Sourced(Border(Mean(config))) : null,
                Normalization = ReadNormalization(config),
                GivenChannels = ReadChannels(config),
            },
            Notes = notes,
        };
    }

    private static CropMode ReadMode(JsonField config, List<PackageNote> notes)
    {
        switch (config.Get("crop_mode")?.Text())
        {
            case null or "" or "center":
                return CropMode.Center;
            case "squash":
                return CropMode.Squash;
            case "border":
                return CropMode.Border;
            default:
                notes.Add(Note(
                    config.Get("crop_mode")!.Value, NoteSeverity.Warning, "The mode is not known, and is taken for center, as by timm."));
                return CropMode.Center;
        }
    }

    // timm's default is bicubic; where it keeps the proportions for an oblong input, it passes no filter on, and bilinear is used.
    private static Sourced<ResizeFilter> ReadFilter(JsonField config, CropMode mode, TimmSize size, List<PackageNote> notes)
    {
        if (mode == CropMode.Center && Scaled(size) is var (width, height) && width != height)
        {
            if (config.Get("interpolation") is { } unused)
                notes.Add(Note(
                    unused, NoteSeverity.Note, "For an oblong input with crop_mode center, timm resizes bilinearly in any case."));
            return DefaultOf(config, ResizeFilter.Bilinear);
        }

        if (config.Get("interpolation") is not { } filter || filter is { Kind: JsonValueKind.String } && filter.Text().Length == 0)
            return DefaultOf(config, ResizeFilter.Bicubic);
        if (filter is { Kind: JsonValueKind.String } && filter.Text() == "random")
        {
            notes.Add(Note(
                filter, NoteSeverity.Warning, "The filter is random in training and none is set for inference; bilinear is assumed."));
            return filter.Sourced(ResizeFilter.Bilinear);
        }

        return filter.Sourced(FilterNames.Read(filter));
    }

    private static Sourced<ResizeTarget> ReadResize(JsonField config, CropMode mode, TimmSize size)
    {
        (int width, int height) = Scaled(size);
        JsonField source = config.Get("crop_mode") ?? size.CropField ?? config;
        return source.Sourced(mode switch
        {
            CropMode.Squash => new ResizeTarget(ResizeKind.Exact, Width: width, Height: height),
            CropMode.Border => new ResizeTarget(ResizeKind.Fit, Width: width, Height: height),
            _ when width == height => new ResizeTarget(ResizeKind.ShortestEdge, width),
            _ => new ResizeTarget(ResizeKind.Cover, Width: width, Height: height),
        });
    }

    private static (int Width, int Height) Scaled(TimmSize size) =>
        ((int)Math.Floor(size.Width.Value / size.CropShare), (int)Math.Floor(size.Height.Value / size.CropShare));

    private static double[] Mean(JsonField config) => config.Get("mean")?.Numbers() ?? Normalization.ImageNetMean;

    private static Sourced<Normalization> ReadNormalization(JsonField config)
    {
        double[] std = config.Get("std") is { } field ? field.Numbers() : Normalization.ImageNetStd;
        if (std.Any(v => (float)v == 0))
            throw config.Get("std")!.Value.Error("a divisor other than 0");
        return (config.Get("mean") ?? config).Sourced(Normalization.TorchVision(Mean(config), std));
    }

    private static Sourced<int>? ReadChannels(JsonField config) =>
        config.Get("input_size") is { Kind: JsonValueKind.Array } size && size.Items() is [{ Kind: JsonValueKind.Number } channels, _, _]
        && channels.Element.TryGetInt32(out int count) && count is 1 or 3 or 4
            ? size.Sourced(count)
            : config.Get("mean")?.ChannelsOfList();

    // timm fills the border with round(255 * mean), before it normalises.
    private static RgbColor Border(double[] mean)
    {
        byte[] color = [.. mean.Select(value => (byte)Math.Clamp(Math.Round(255 * value, MidpointRounding.ToEven), 0, 255))];
        return color.Length == 1 ? new RgbColor(color[0], color[0], color[0]) : new RgbColor(color[0], color[1], color[2]);
    }

    private static PackageNote Note(JsonField field, NoteSeverity severity, string text) =>
        new(severity, Path.GetFileName(field.File), field.Path, text);

    private static Sourced<T> DefaultOf<T>(JsonField config, T value) => new(value, $"{config.Source} (timm's default)");

    private enum CropMode
    {
        Center,
        Squash,
        Border,
    }
}
