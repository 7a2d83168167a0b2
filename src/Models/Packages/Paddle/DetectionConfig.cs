using System.Globalization;
using System.Text.Json;
using Fovea.Imaging.Pixels;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.Paddle;

/// <summary>
/// Reads <c>infer_cfg.yml</c>, which PaddleDetection's <c>tools/export_model.py</c> writes beside a network: labels, and the steps of
/// <c>deploy/python/preprocess.py</c>. Pictures are RGB there; a filter is the number that OpenCV gives it.
/// </summary>
internal static class DetectionConfig
{
    public const string Name = "infer_cfg.yml";

    // The default of the step Pad.
    private const byte UsualFill = 114;

    // What is about other runtimes, or is said by the graph.
    private static readonly string[] Known =
    [
        "mode", "arch", "metric", "draw_threshold", "min_subgraph_size", "use_dynamic_shape", "Preprocess", "label_list", "NMS",
        "fpn_stride", "hpi_config", "Global",
    ];

    public static Description Read(FoundFile file) => file.Yaml(root =>
    {
        List<PackageNote> notes = [];
        var settings = new PreprocessingSettings();
        if (root.Get("Preprocess") is { Kind: JsonValueKind.Array } steps)
        {
            settings = PaddleSteps.None(steps);
            foreach (JsonField step in steps.Items())
                settings = Apply(step, settings, notes);
        }

        string[] others = [.. root.Properties().Select(field => field.Name).Where(name => !Known.Contains(name))];
        if (others.Length > 0)
            notes.Add(PaddleSteps.Note(NoteSeverity.Note, root, $"Not used: {NameList.Of(others)}."));
        return new Description { Labels = IndexedLabels.Read(root.Get("label_list")), Preprocessing = settings, Notes = notes };
    });

    private static PreprocessingSettings Apply(JsonField step, PreprocessingSettings settings, List<PackageNote> notes)
    {
        step.RequireObject();
        switch (step.Get("type")?.Text())
        {
            case "Resize":
                return Resize(step, settings, notes);
            case "NormalizeImage":
                return settings with { Normalization = step.Sourced(ReadNormalization(step)) };
            case "Pad":
                return Pad(step, settings);
            case "Permute":
                return settings;
            case "PadStride" when step.Get("stride") is { } stride && stride.Number() <= 1:
                return settings;
            case var type:
                notes.Add(PaddleSteps.Note(
                    NoteSeverity.Warning, step,
                    $"The step '{type}' is not done, so that answers may be wrong. Describe the pre-processing in fovea.json."));
                return settings;
        }
    }

    private static PreprocessingSettings Resize(JsonField step, PreprocessingSettings settings, List<PackageNote> notes)
    {
        (int height, int width) = PaddleSteps.Sides(step.Get("target_size") ?? throw step.Error("a step with target_size"));
        bool keeps = step.Get("keep_ratio")?.Flag() ?? true;
        if (keeps)
        {
            notes.Add(
                height == width
                    ? PaddleSteps.Note(
                        NoteSeverity.Note, step,
                        "Pictures are resized by the ratio of whole sides; PaddleDetection takes the ratio before sides are rounded, so " +
                        "that pixels differ by parts of one.")
                    : PaddleSteps.Note(
                        NoteSeverity.Warning, step,
                        $"PaddleDetection makes the shorter side at most {Math.Min(height, width)} and the longer one at most " +
                        $"{Math.Max(height, width)} pixels, whichever they are; here pictures are fitted into {width}x{height}."));
        }

        return settings with
        {
            Width = step.Sourced(width),
            Height = step.Sourced(height),
            Resize = step.Sourced(
                keeps
                    ? new ResizeTarget(ResizeKind.Fit, null, width, height) { Rounding = FitRounding.Product }
                    : new ResizeTarget(ResizeKind.Exact, null, width, height)),
            Filter = step.Sourced(PaddleSteps.Filter(step.Get("interp"))),
            Place = keeps ? step.Sourced(ImagePlace.TopLeft) : null,
        };
    }

    private static PreprocessingSettings Pad(JsonField step, PreprocessingSettings settings)
    {
        (int height, int width) = PaddleSteps.Sides(step.Get("size") ?? throw step.Error("a step with size"));
        byte[] fill = [.. (step.Get("fill_value")?.Items() ?? []).Select(value => (byte)value.Whole(0, byte.MaxValue))];
        return settings with
        {
            Width = step.Sourced(width),
            Height = step.Sourced(height),
            Place = step.Sourced(ImagePlace.TopLeft),
            Padding = step.Sourced(
                fill is [var red, var green, var blue] ? new RgbColor(red, green, blue) : new RgbColor(UsualFill, UsualFill, UsualFill)),
        };
    }

    // Pixels are float32, mean and deviation float64, and each operation is done in place: its result is rounded to float32.
    private static Normalization ReadNormalization(JsonField step)
    {
        List<NormalizationStep> steps = [];
        if (step.Get("is_scale")?.Flag() ?? true)
            steps.Add(new NormalizationStep(NormalizationOperation.Multiply, 1 / 255.0));
        if ((step.Get("norm_type")?.Text() ?? "mean_std") == "mean_std")
        {
            var rounded = new NormalizationStep(NormalizationOperation.Multiply, 1);
            steps.Add(new NormalizationStep(NormalizationOperation.Subtract, Channels(step, "mean"), DoublePrecision: true));
            steps.Add(rounded);
            steps.Add(new NormalizationStep(NormalizationOperation.Divide, Channels(step, "std"), DoublePrecision: true));
        }

        return new Normalization(steps);
    }

    private static double[] Channels(JsonField step, string name) =>
        (step.Get(name) ?? throw step.Error(string.Create(CultureInfo.InvariantCulture, $"a step with {name}"))).Numbers();
}
