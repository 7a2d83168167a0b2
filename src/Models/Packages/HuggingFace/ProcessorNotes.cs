using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>What a processor's file has that is not used, and what its class does that is not done here.</summary>
internal static class ProcessorNotes
{
    // Used, or about something else than the pixels of one image.
    private static readonly string[] Known =
    [
        "image_processor_type", "feature_extractor_type", "processor_class", "do_resize", "size", "resample", "do_rescale",
        "rescale_factor", "_valid_processor_keys", "_processor_class", "return_tensors", "data_format", "input_data_format", "device",
        "disable_grouping", "do_convert_rgb", "default_to_square", "use_square_size", "model_input_names", "do_reduce_labels",
        "reduce_labels", "ignore_index", "num_labels", "do_convert_annotations", "format", "name_or_path", "tokenizer_class",
        "image_seq_length", "max_size", "apply_ocr", "ocr_lang", "tesseract_config",
    ];

    public static IReadOnlyList<PackageNote> Of(in ProcessorFields fields, ProcessorClass type, ProcessorResize resize, string fileName)
    {
        List<PackageNote> notes = [];
        if (type.Note is { } unknown)
            notes.Add(unknown);
        if (type.Row is { } row)
            AddOfClass(notes, fields, row, resize, type.Name!, fileName);
        if (resize.Varies && type.Row?.Missing is null)
        {
            string where = resize.Target is null
                ? "the rule of the resize is assumed"
                : "they are cropped or padded to the network's input";
            notes.Add(new PackageNote(
                NoteSeverity.Warning, fileName, fields.Get("size") is null ? "do_resize" : "size",
                $"By these fields the images have no fixed size, which a network's input needs; here {where}."));
        }

        if (fields.Get("auto_map") is { } map)
            notes.Add(new PackageNote(
                NoteSeverity.Warning, fileName, map.Path,
                "The processor is code of the model's author, which is not run; the fields are read."));
        foreach ((string name, JsonField value) in fields.Root.Properties())
        {
            if (Unused(name, type) is { } text)
                notes.Add(new PackageNote(Affects(name, value) ? NoteSeverity.Warning : NoteSeverity.Note, fileName, value.Path, text));
        }

        return notes;
    }

    /// <summary>The note where the class's default sizes are not those of the graph's input.</summary>
    public static PackageNote OtherSize(ProcessorClass type, string fileName) => new(
        NoteSeverity.Warning, fileName, "size",
        $"The file leaves sizes to the defaults of {type.Name}, which are not the size that the graph takes; the resize is assumed.");

    private static void AddOfClass(
        List<PackageNote> notes, in ProcessorFields fields, ImageProcessor row, ProcessorResize resize, string name, string fileName)
    {
        if (row.Missing is { } missing && (resize.Varies || !row.PadsBatches))
            notes.Add(new PackageNote(NoteSeverity.Warning, fileName, "image_processor_type", $"{name}: {missing}"));
        if (row.Difference is { } difference)
            notes.Add(new PackageNote(NoteSeverity.Note, fileName, "image_processor_type", $"{name}: {difference}"));
        if (fields.Flag("keep_aspect_ratio", false))
            notes.Add(new PackageNote(
                NoteSeverity.Warning, fileName, "keep_aspect_ratio", "Images are resized to the size exactly; proportions are not kept."));
    }

    // A step that is on changes pixels; a value alone does so only where a step uses it.
    private static bool Affects(string name, JsonField value) =>
        name.StartsWith("do_", StringComparison.Ordinal) && value.Kind == System.Text.Json.JsonValueKind.True;

    private static string? Unused(string name, ProcessorClass type)
    {
        if (Known.Contains(name) || name is "auto_map" or "keep_aspect_ratio" or "ensure_multiple_of")
            return null;
        ImageProcessor? row = type.Row;
        bool? used = name switch
        {
            "do_normalize" or "image_mean" or "image_std" => row is null || row.Statistics is not null,
            "do_center_crop" or "crop_size" => row is null || row.Crop is not null,
            "crop_pct" => row is null || row.Steps is ResizeSteps.ConvNext or ResizeSteps.PoolFormer,
            "do_flip_channel_order" => row is null || row.FlipsChannels,
            "rescale_offset" => row is null || row.HasIncludeTop,
            "include_top" => row is not null && row.HasIncludeTop,
            "do_pad" or "pad_size" or "size_divisor" => row is null || row.PadsBatches,
            _ => null,
        };
        return used switch
        {
            true => null,
            false when row is null => "The field is not used without the class that knows it.",
            false => $"{type.Name} does not know this field in transformers 4, and it is not used; newer versions may use it.",
            null => "The field is not known, and is not used.",
        };
    }
}
