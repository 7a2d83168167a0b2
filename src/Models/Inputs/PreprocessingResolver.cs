using System.Globalization;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Packages;
using Fovea.Models.Packages.FoveaJson;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;
using Fovea.Models.Preprocessing.Companions;

namespace Fovea.Models.Inputs;

/// <summary>Combines the settings of a model's folder, its graph's input, and the defaults.</summary>
internal static class PreprocessingResolver
{
    /// <summary>The side of the input where neither the graph nor the folder gives one.</summary>
    public const int DefaultSide = 224;

    // The part of the resized image's side that the centre crop keeps, as in torchvision's evaluation of ImageNet models: 224 of 256.
    private const double DefaultCropShare = 0.875;

    private const string DefaultSource = "default";

    private const string GraphSource = ImageInput.GraphSource;

    /// <summary>
    /// Decides every setting; the size, the channels' order, the resize rule and the normalisation are assumed where nothing says them.
    /// </summary>
    /// <param name="package">What the folder says.</param>
    /// <param name="input">The image input.</param>
    /// <param name="companions">What fills the other inputs.</param>
    /// <exception cref="ModelPackageException">The folder's settings contradict each other or the graph's input.</exception>
    public static ResolvedPreprocessing Decide(ModelPackage package, ImageInput input, IReadOnlyList<CompanionInput?> companions)
    {
        PreprocessingSettings given = package.Preprocessing;
        Sourced<int> width = Side(package, "input.width", given.Width, input.Width);
        Sourced<int> height = Side(package, "input.height", given.Height, input.Height);
        Sourced<ChannelOrder> channels = Channels(package, given.Channels, input);
        int channelCount = channels.Value.Count();
        Sourced<ResizeTarget> target = given.Resize
            ?? (given.SideMultiple is null
                ? DefaultResize(width.Value, height.Value)
                : new Sourced<ResizeTarget>(new ResizeTarget(ResizeKind.None), DefaultSource));
        Sourced<ResizeFilter> filter = given.Filter ?? new Sourced<ResizeFilter>(ResizeFilter.Bilinear, DefaultSource);
        Sourced<CropRounding> crop = given.Crop ?? new Sourced<CropRounding>(CropRounding.HalfEven, DefaultSource);
        Sourced<Normalization> normalization = input.TakesBytes
            ? RawBytes(package, given.Normalization, input)
            : given.Normalization ?? DefaultNormalization(channelCount);
        Sourced<bool> exif = given.ExifOrientation ?? new Sourced<bool>(true, DefaultSource);
        CheckChannels(package, normalization, channelCount);
        if (given.Depth is { Value: > 8 } depth)
            DepthCheck.Run(package, depth, channels, filter, input);

        var spec = new PreprocessingSpec
        {
            Width = width.Value,
            Height = height.Value,
            SideMultiple = given.SideMultiple?.Value,
            IsTiled = given.SideMultiple is not null && input is { Width: not null, Height: not null },
            Channels = channels.Value,
            KeepsDepth = given.Depth is { Value: > 8 },
            Layout = input.Layout,
            ElementType = input.ElementType,
            SourceCrop = given.SourceCrop?.Value,
            Resize = Rule(target.Value, width.Value, height.Value, filter.Value),
            Crop = crop.Value,
            Place = given.Place?.Value ?? ImagePlace.Centre,
            Padding = given.Padding?.Value ?? default,
            PadsZeros = given.ZeroPadding is not null,
            Normalization = normalization.Value,
            ApplyExifOrientation = exif.Value,
            Background = given.Background?.Value,
        };
        return new ResolvedPreprocessing(spec,
        [
            new("input.width", Text(width.Value), width.Source, Assumes(given.Width, input.Width)),
            new("input.height", Text(height.Value), height.Source, Assumes(given.Height, input.Height)),
            .. Optional("input.size", given.SideMultiple, SettingText.OfSides),
            new("input.channels", SettingText.Of(channels.Value), channels.Source, AssumesOrder(given, channels.Value)),
            .. Optional("input.depth", given.Depth, Text),
            new("input.layout", SettingText.Of(input.Layout), input.LayoutSource),
            .. input.ElementType == ElementType.Float32
                ? Array.Empty<PreprocessingSetting>()
                : [new("input.type", input.ElementType.ToString().ToLowerInvariant(), GraphSource)],
            .. Optional("cropFirst", given.SourceCrop, SettingText.Of),
            new("resize", SettingText.Of(spec.Resize), target.Source, given.Resize is null && given.SideMultiple is null),
            new("resize.filter", SettingText.Of(filter.Value), filter.Source),
            new("crop", SettingText.Of(crop.Value), crop.Source),
            .. Optional("place", given.Place, SettingText.Of),
            .. Optional("padding", given.Padding, color => color.ToString()),
            .. Optional("padding", given.ZeroPadding, _ => "zero"),
            new(
                "normalize", normalization.Value.ToString(), normalization.Source, given.Normalization is null && !input.TakesBytes),
            new("exifOrientation", exif.Value ? "true" : "false", exif.Source),
            new(
                "background", given.Background?.Value.ToString() ?? (channelCount == 4 ? "none" : "none (alpha is dropped)"),
                given.Background?.Source ?? DefaultSource),
            .. companions.OfType<CompanionInput>().Select(other => new PreprocessingSetting(other.Name, other.Meaning, GraphSource)),
        ])
        {
            Notes = input.TakesBytes && given.Normalization is { } unused && unused.Value.Steps.Count > 0
                ? [NotNormalized(unused.Source, input)]
                : [],
        };

        bool Assumes(Sourced<int>? side, int? fromGraph) => side is null && fromGraph is null && given.SideMultiple is null;
    }

    // What only few processors do is listed where a file says it.
    private static PreprocessingSetting[] Optional<T>(string name, Sourced<T>? given, Func<T, string> text) =>
        given is { } setting ? [new(name, text(setting.Value), setting.Source)] : [];

    private static Sourced<int> Side(ModelPackage package, string name, Sourced<int>? given, int? fromGraph)
    {
        if (given is { } setting)
        {
            return fromGraph is null || fromGraph == setting.Value
                ? setting
                : throw new ModelPackageException(
                    $"{package.Name}: {setting.Source} makes {name} {setting.Value}, the model's input has {fromGraph}; expected the " +
                    "same.");
        }

        return fromGraph is { } value
            ? new Sourced<int>(value, GraphSource)
            : new Sourced<int>(DefaultSide, $"{DefaultSource} (the model's input leaves it open)");
    }

    private static Sourced<ChannelOrder> Channels(ModelPackage package, Sourced<ChannelOrder>? given, ImageInput input)
    {
        if (given is not { } setting)
        {
            return input.Channels switch
            {
                1 => new Sourced<ChannelOrder>(ChannelOrder.Gray, input.ChannelsSource),
                4 => new Sourced<ChannelOrder>(ChannelOrder.Rgba, input.ChannelsSource),
                _ => new Sourced<ChannelOrder>(ChannelOrder.Rgb, DefaultSource),
            };
        }

        int count = setting.Value.Count();
        return input.Channels == count
            ? setting
            : throw new ModelPackageException(
                $"{package.Name}: {setting.Source} is {SettingText.Of(setting.Value)}, {count} channel(s); the model's input has " +
                $"{input.Channels}.");
    }

    // Bytes are what the pixels are. Who says otherwise in fovea.json is wrong; other files describe the network before its export.
    private static Sourced<Normalization> RawBytes(ModelPackage package, Sourced<Normalization>? given, ImageInput input) =>
        given is { Value.Steps.Count: > 0 } setting && FoveaFile.IsSource(setting.Source)
            ? throw new ModelPackageException(
                $"{package.Name}: {setting.Source} is '{setting.Value}'; the model's input takes {input.ElementType}, which holds pixels " +
                "0 to 255 as they are. Expected \"none\", or no such field.")
            : new Sourced<Normalization>(Normalization.None, GraphSource);

    private static PackageNote NotNormalized(string source, ImageInput input)
    {
        string[] parts = source.Split(':', 2, StringSplitOptions.TrimEntries);
        return new PackageNote(
            NoteSeverity.Note, parts[0], parts.Length > 1 ? parts[1] : null,
            $"Its normalisation is not used: the model's input takes {input.ElementType}, pixels 0 to 255, which the graph normalises " +
            "itself.");
    }

    // Whoever says how values are normalised, per channel where they differ, has said in which order: RGB where no other one is written.
    private static bool AssumesOrder(PreprocessingSettings given, ChannelOrder channels) =>
        given.Channels is null && given.Normalization is null && channels != ChannelOrder.Gray;

    // A network with a square input was most likely evaluated on a centre crop. With any other shape the whole image is most likely meant.
    private static Sourced<ResizeTarget> DefaultResize(int width, int height) => new(width == height
        ? new ResizeTarget(ResizeKind.ShortestEdge)
        : new ResizeTarget(ResizeKind.Exact), DefaultSource);

    private static ResizeRule Rule(ResizeTarget target, int width, int height, ResizeFilter filter) => target.Kind switch
    {
        ResizeKind.None => ResizeRule.None,
        ResizeKind.Exact => ResizeRule.Exact(target.Width ?? width, target.Height ?? height, filter),
        ResizeKind.Cover => ResizeRule.Cover(target.Width ?? width, target.Height ?? height, filter),
        ResizeKind.Multiple => ResizeRule.Multiple(target.Sides!, filter),
        ResizeKind.Fit => ResizeRule.Fit(target.Width ?? width, target.Height ?? height, filter, target.Rounding),
        _ => ResizeRule.ShortestEdge(target.Size ?? (int)(Math.Min(width, height) / DefaultCropShare), filter),
    };

    private static Sourced<Normalization> DefaultNormalization(int channels) => new(channels == 3
        ? Normalization.ImageNet
        : new Normalization([new(NormalizationOperation.Divide, 255)]), DefaultSource);

    private static void CheckChannels(ModelPackage package, Sourced<Normalization> normalization, int channels)
    {
        foreach (NormalizationStep step in normalization.Value.Steps)
        {
            if (step.Values.Count != 1 && step.Values.Count != channels)
                throw new ModelPackageException(
                    $"{package.Name}: {normalization.Source} has a step of {step.Values.Count} values ({step}), the input has " +
                    $"{channels} channel(s); expected one value, or one per channel. Set \"normalize\" in {package.SettingsFile}.");
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
