using System.Text.Json;
using Fovea.Imaging.Resizing;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Packages.Timm;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>
/// Reads <c>preprocessor_config.json</c> as the image processors of Hugging Face's transformers do: resize, centre crop with margins
/// rounded down, multiplication by rescale_factor in float64, then mean and std in float32. What the file leaves open is what its class
/// does by default, by <see cref="ProcessorTable"/>.
/// </summary>
internal static class ImageProcessorFile
{
    private const double DefaultRescaleFactor = 1 / 255.0;

    public static Description Read(FoundFile file) => file.Json(root => Read(Nested(root) ?? root, file));

    /// <summary>Reads <c>processor_config.json</c>, in which newer versions nest the image processor's fields.</summary>
    public static Description ReadNested(FoundFile file) => file.Json(root =>
    {
        if (Nested(root) is not { } nested)
            return Description.Nothing;
        return Read(nested, file);
    });

    private static JsonField? Nested(JsonField root) =>
        root.Get("image_processor") is { Kind: JsonValueKind.Object } nested ? nested : null;

    private static Description Read(JsonField root, FoundFile file)
    {
        // timm's models in transformers: what timm says, nested.
        if (root.Get("pretrained_cfg") is { } timm)
        {
            timm.RequireObject();
            return TimmConfig.Read(timm, file.Graph);
        }

        var type = ProcessorClass.Find(root, file);
        if (type.IsTimm)
            return Description.Nothing;
        var fields = new ProcessorFields(root, type, file.Name);
        if (type.Row is null && fields.Flag("do_pad", false))
            throw root.Get("do_pad")!.Value.Error(
                "false, since padding is not supported; describe the pre-processing in fovea.json and remove this file");
        ProcessorResize resize = ProcessorResize.Read(fields, GraphImage.HasOpenSides(file.Graph))
            .FitTo(fields, GraphImage.Sides(file.Graph), out bool agrees);
        return new Description
        {
            Preprocessing = new PreprocessingSettings
            {
                Width = resize.Width,
                Height = resize.Height,
                SideMultiple = resize.SideMultiple,
                Channels = fields.Flag("do_flip_channel_order", type.Row?.FlipsChannels ?? false) && type.Row?.FlipsChannels != false
                    ? fields.Sourced(ChannelOrder.Bgr, "do_flip_channel_order")
                    : null,
                SourceCrop = resize.SourceCrop,
                Resize = resize.Target,
                Filter = fields.Filter(),
                Place = resize.PaddedBy is { } pads ? new Sourced<ImagePlace>(ImagePlace.TopLeft, pads) : null,
                ZeroPadding = resize.PaddedBy is { } zeros ? new Sourced<bool>(true, zeros) : null,
                Crop = fields.Sourced(CropRounding.Floor, "do_center_crop"),
                Normalization = ReadNormalization(fields),
                GivenChannels = fields.Get("image_mean")?.ChannelsOfList() ?? fields.Get("image_std")?.ChannelsOfList(),
            },
            Notes = agrees
                ? ProcessorNotes.Of(fields, type, resize, file.Name)
                : [.. ProcessorNotes.Of(fields, type, resize, file.Name), ProcessorNotes.OtherSize(type, file.Name)],
        };
    }

    private static Sourced<Normalization> ReadNormalization(in ProcessorFields fields)
    {
        ImageProcessor? row = fields.Row;
        List<NormalizationStep> steps = [];
        if (fields.Flag("do_rescale", true))
        {
            double factor = fields.Get("rescale_factor")?.Number() ?? DefaultRescaleFactor;
            steps.Add(new NormalizationStep(NormalizationOperation.Multiply, [factor], DoublePrecision: true));
            if ((row?.HasIncludeTop ?? true) && fields.Flag("rescale_offset", false))
                steps.Add(new NormalizationStep(NormalizationOperation.Subtract, 1));
        }

        JsonField? mean = fields.Get("image_mean");
        JsonField? std = fields.Get("image_std");
        bool canNormalize = row is null || row.Statistics is not null;
        if (canNormalize && fields.Flag("do_normalize", row?.Normalizes ?? (mean is not null && std is not null)))
        {
            if (row is null && (mean is null || std is null))
                throw (fields.Get("do_normalize") ?? fields.Root).Error("image_mean and image_std beside it");
            steps.Add(new NormalizationStep(NormalizationOperation.Subtract, mean?.Numbers() ?? row!.Statistics!.Mean));
            steps.Add(new NormalizationStep(NormalizationOperation.Divide, Divisors(std, row)));
        }

        if (row?.HasIncludeTop == true && fields.Flag("include_top", true))
            steps.Add(new NormalizationStep(NormalizationOperation.Divide, Divisors(std, row)));
        return fields.Sourced(new Normalization(steps), "image_mean", "rescale_factor", "do_normalize", "do_rescale");
    }

    private static double[] Divisors(JsonField? std, ImageProcessor? row)
    {
        double[] values = std?.Numbers() ?? row!.Statistics!.Std;
        return values.Any(v => (float)v == 0) ? throw std!.Value.Error("divisors other than 0") : values;
    }
}
