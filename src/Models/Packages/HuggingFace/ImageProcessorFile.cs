using System.Text.Json;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>
/// Reads <c>preprocessor_config.json</c> as the image processors of Hugging Face's transformers do: resize, centre crop with margins
/// rounded down, multiplication by rescale_factor in float64, then mean and std in float32. Fields that do not affect the pixels are
/// ignored.
/// </summary>
internal static class ImageProcessorFile
{
    private const double DefaultRescaleFactor = 1 / 255.0;

    public static Description Read(JsonField root)
    {
        if (Flag(root, "do_pad", false))
            throw root.Get("do_pad")!.Value.Error(
                "false, since padding is not supported; describe the pre-processing in fovea.json and remove this file");
        ImageProcessorSize size = ImageProcessorSize.Read(root);
        return new Description
        {
            Preprocessing = new PreprocessingSettings
            {
                Width = size.InputWidth,
                Height = size.InputHeight,
                Channels = Flag(root, "do_flip_channel_order", false)
                    ? root.Get("do_flip_channel_order")!.Value.Sourced(ChannelOrder.Bgr)
                    : null,
                Resize = size.Resize,
                Filter = ReadFilter(root),
                Crop = root.Get("do_center_crop") is { } crop
                    ? crop.Sourced(CropRounding.Floor)
                    : new Sourced<CropRounding>(CropRounding.Floor, "preprocessor_config.json"),
                Normalization = ReadNormalization(root),
            },
        };
    }

    /// <summary>Reads a field that is true or false.</summary>
    internal static bool Flag(JsonField root, string name, bool absent) => root.Get(name)?.Flag() ?? absent;

    private static Sourced<ResizeFilter>? ReadFilter(JsonField root)
    {
        if (root.Get("resample") is not { } field)
            return null;
        int number = field.Kind == JsonValueKind.Number ? field.Whole(0, 5) : throw field.Error("Pillow's number of a filter, 0 to 5");
        return field.Sourced((ResizeFilter)number);
    }

    private static Sourced<Normalization> ReadNormalization(JsonField root)
    {
        List<NormalizationStep> steps = [];
        JsonField? factor = root.Get("rescale_factor");
        if (Flag(root, "do_rescale", true))
        {
            steps.Add(
                new NormalizationStep(NormalizationOperation.Multiply, [factor?.Number() ?? DefaultRescaleFactor], DoublePrecision: true));
            if (Flag(root, "rescale_offset", false))
                steps.Add(new NormalizationStep(NormalizationOperation.Subtract, 1));
        }

        JsonField? mean = root.Get("image_mean");
        JsonField? std = root.Get("image_std");
        if (Flag(root, "do_normalize", mean is not null && std is not null))
        {
            if (mean is null || std is null)
                throw (root.Get("do_normalize") ?? root).Error("image_mean and image_std beside it");
            if (std.Value.Numbers().Any(v => (float)v == 0))
                throw std.Value.Error("divisors other than 0");
            steps.Add(new NormalizationStep(NormalizationOperation.Subtract, mean.Value.Numbers()));
            steps.Add(new NormalizationStep(NormalizationOperation.Divide, std.Value.Numbers()));
        }

        JsonField? source = mean ?? factor ?? root.Get("do_normalize") ?? root.Get("do_rescale");
        return source is { } field
            ? field.Sourced(new Normalization(steps))
            : new Sourced<Normalization>(new Normalization(steps), "preprocessor_config.json");
    }
}
