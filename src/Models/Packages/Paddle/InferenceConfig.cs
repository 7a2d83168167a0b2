using System.Text.Json;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;
using Fovea.Models.Texts;

namespace Fovea.Models.Packages.Paddle;

/// <summary>
/// Reads <c>inference.yml</c>, which PaddleClas and PaddleOCR write beside an exported network. Of classifiers: the steps of PaddleClas'
/// <c>deploy/python/preprocess.py</c>, and the labels. Of text detectors: that they are.
/// </summary>
internal static class InferenceConfig
{
    public const string Name = "inference.yml";

    private const string TextPostprocessing = "DBPostProcess";

    public static Description Read(FoundFile file) => file.Yaml(root =>
    {
        JsonField? after = root.Get("PostProcess") is { Kind: JsonValueKind.Object } found ? found : null;
        if (after?.Get("name") is { Kind: JsonValueKind.String } name)
        {
            // Its pictures are prepared as all of the family: TextPreparation.
            return name.Text() == TextPostprocessing
                ? new Description { Task = name.Sourced(TextNetwork.Task) }
                : new Description
                {
                    Notes = [PaddleSteps.Note(NoteSeverity.Note, name, "What it names is not done; the steps are not read.")],
                };
        }

        List<PackageNote> notes = [];
        var settings = new PreprocessingSettings();
        if (root.Get("PreProcess") is { Kind: JsonValueKind.Object } before
            && before.Get("transform_ops") is { Kind: JsonValueKind.Array } steps)
        {
            settings = PaddleSteps.None(steps);
            foreach (JsonField step in steps.Items())
                settings = Apply(step, settings, notes);
        }

        return new Description { Labels = Labels(after), Preprocessing = settings, Notes = notes };
    });

    private static Sourced<IReadOnlyList<string>>? Labels(JsonField? after) =>
        after?.Get("Topk") is { Kind: JsonValueKind.Object } top ? IndexedLabels.Read(top.Get("label_list")) : null;

    // A step is a mapping from its name to its fields, which are null where it has none.
    private static PreprocessingSettings Apply(JsonField step, PreprocessingSettings settings, List<PackageNote> notes)
    {
        step.RequireObject();
        foreach ((string name, JsonField fields) in step.Properties())
        {
            switch (name)
            {
                case "ResizeImage":
                    settings = Resize(fields, settings);
                    break;
                case "CropImage":
                    (int width, int height) = PaddleSteps.Sides(fields.Get("size") ?? throw fields.Error("a step with size"));
                    settings = settings with
                    {
                        Width = fields.Sourced(width),
                        Height = fields.Sourced(height),
                        Crop = fields.Sourced(CropRounding.Floor),
                    };
                    break;
                case "NormalizeImage":
                    settings = settings with { Normalization = fields.Sourced(ReadNormalization(fields)) };
                    break;
                case "DecodeImage" when fields.Get("to_rgb")?.Flag() == false:
                    settings = settings with { Channels = fields.Sourced(ChannelOrder.Bgr) };
                    break;
                case "ToCHWImage" or "DecodeImage" or "KeepKeys":
                    break;
                default:
                    notes.Add(PaddleSteps.Note(
                        NoteSeverity.Warning, fields,
                        $"The step '{name}' is not done, so that answers may be wrong. Describe the pre-processing in fovea.json."));
                    break;
            }
        }

        return settings;
    }

    // The shorter side, the other one rounded; or both, width first.
    private static PreprocessingSettings Resize(JsonField fields, PreprocessingSettings settings)
    {
        Sourced<ResizeFilter> filter = fields.Sourced(Filter(fields));
        if (fields.Get("resize_short") is { } shorter)
        {
            int side = shorter.Whole(1, ImageSides.Max);
            return settings with
            {
                Resize = fields.Sourced(new ResizeTarget(ResizeKind.Cover, null, side, side)),
                Filter = filter,
            };
        }

        JsonField size = fields.Get("size") ?? throw fields.Error("a step with resize_short or size");
        (int width, int height) = PaddleSteps.Sides(size);
        return settings with
        {
            Width = size.Sourced(width),
            Height = size.Sourced(height),
            Resize = fields.Sourced(new ResizeTarget(ResizeKind.Exact, null, width, height)),
            Filter = filter,
        };
    }

    private static ResizeFilter Filter(JsonField fields)
    {
        JsonField? named = fields.Get("interpolation");
        return fields.Get("backend")?.Choice(("cv2", false), ("pil", true)) == true
            ? named?.Choice(
                ("nearest", ResizeFilter.Nearest), ("bilinear", ResizeFilter.Bilinear), ("bicubic", ResizeFilter.Bicubic),
                ("box", ResizeFilter.Box), ("lanczos", ResizeFilter.Lanczos), ("hamming", ResizeFilter.Hamming)) ?? ResizeFilter.Bilinear
            : named?.Choice(
                ("nearest", ResizeFilter.OpenCvNearest), ("bilinear", ResizeFilter.OpenCvLinear), ("bicubic", ResizeFilter.OpenCvCubic),
                ("area", ResizeFilter.OpenCvArea)) ?? ResizeFilter.OpenCvLinear;
    }

    // (x * scale - mean) / std in float32.
    private static Normalization ReadNormalization(JsonField fields)
    {
        double scale = fields.Get("scale") is { } factor ? PaddleSteps.Factor(factor) : 1 / 255.0;
        double[] mean = fields.Get("mean")?.Numbers() ?? Normalization.ImageNetMean;
        double[] std = fields.Get("std")?.Numbers() ?? Normalization.ImageNetStd;
        return new Normalization(
        [
            new(NormalizationOperation.Multiply, scale),
            new(NormalizationOperation.Subtract, mean),
            new(NormalizationOperation.Divide, std),
        ]);
    }
}
