using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.Metadata;

/// <summary>
/// Reads what the ONNX specification has for images (<c>docs/MetadataProps.md</c>; Custom Vision and tools of Windows ML write it): the
/// order of the channels and the range of the values.
/// </summary>
internal static class ImageMetadata
{
    /// <summary>The keys of the specification.</summary>
    public static readonly string[] Keys = [FormatKey, RangeKey, GammaKey];

    private const string FormatKey = "Image.BitmapPixelFormat";
    private const string RangeKey = "Image.NominalPixelRange";
    private const string GammaKey = "Image.ColorSpaceGamma";

    private static readonly string[] Formats = ["Gray8", "Rgb8", "Bgr8", "Rgba8", "Bgra8"];

    public static Description Read(FoundFile file)
    {
        if (file.Graph?.Metadata is not { } metadata)
            return Description.Nothing;
        List<PackageNote> notes = [];
        if (metadata.GetValueOrDefault(GammaKey) is { } gamma && gamma != "SRGB")
            notes.Add(Note(file, GammaKey, $"It is '{gamma}'; pixels are used as they are in the picture, which is sRGB."));
        return new Description
        {
            Preprocessing = new PreprocessingSettings
            {
                Channels = TakeChannels(file, metadata, notes),
                Normalization = TakeNormalization(file, metadata, notes),
            },
            Notes = notes,
        };
    }

    private static Sourced<Normalization>? TakeNormalization(
        FoundFile file, IReadOnlyDictionary<string, string> metadata, List<PackageNote> notes)
    {
        if (metadata.GetValueOrDefault(RangeKey) is not { } range)
            return null;
        NormalizationStep[]? steps = range switch
        {
            "NominalRange_0_255" => [],
            "Normalized_0_1" => [new(NormalizationOperation.Divide, 255)],
            "Normalized_1_1" => [new(NormalizationOperation.Divide, 127.5), new(NormalizationOperation.Subtract, 1)],
            _ => null,
        };
        if (steps is not null)
            return new(new Normalization(steps), Source(file, RangeKey));
        notes.Add(Note(file, RangeKey, $"'{range}' is not known, and is not used."));
        return null;
    }

    // Rgba8 is also written for networks of three channels, which get the picture without its alpha.
    private static Sourced<ChannelOrder>? TakeChannels(
        FoundFile file, IReadOnlyDictionary<string, string> metadata, List<PackageNote> notes)
    {
        if (metadata.GetValueOrDefault(FormatKey) is not { } format)
            return null;
        int? channels = GraphImage.Channels(file.Graph);
        ChannelOrder? order = (format, channels) switch
        {
            ("Gray8", 1 or null) => ChannelOrder.Gray,
            ("Rgb8" or "Rgba8", 3 or null) => ChannelOrder.Rgb,
            ("Bgr8" or "Bgra8", 3 or null) => ChannelOrder.Bgr,
            ("Rgba8", 4) => ChannelOrder.Rgba,
            _ => null,
        };
        if (order is { } known)
            return new(known, Source(file, FormatKey));
        notes.Add(Note(file, FormatKey, channels is { } count && Formats.Contains(format)
            ? $"It is '{format}', and the model's input has {count} channel(s), which are not prepared so: it is not used. Write " +
                "\"channels\" into fovea.json."
            : $"'{NameList.Short(format)}' is not known, and is not used; known are {string.Join(", ", Formats)}."));
        return null;
    }

    private static PackageNote Note(FoundFile file, string key, string text) =>
        new(NoteSeverity.Warning, file.Name, $"metadata_props.{key}", text);

    private static string Source(FoundFile file, string key) => $"{file.Name}: metadata_props.{key}";
}
