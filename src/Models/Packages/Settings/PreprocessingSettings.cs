using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.Settings;

/// <summary>The resize rule of a file. Sizes that are null follow from the network's input.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Size">The shorter side's length in pixels, with <see cref="ResizeKind.ShortestEdge"/>.</param>
/// <param name="Width">The width in pixels, with the other rules.</param>
/// <param name="Height">The height in pixels, with the other rules.</param>
public sealed record ResizeTarget(ResizeKind Kind, int? Size = null, int? Width = null, int? Height = null)
{
    /// <summary>How the sides become whole pixels, with <see cref="ResizeKind.Fit"/>.</summary>
    public FitRounding Rounding { get; init; }

    /// <summary>How the sides follow from the picture's, with <see cref="ResizeKind.Multiple"/>.</summary>
    public MultipleSides? Sides { get; init; }
}

/// <summary>The pre-processing settings of a model folder; null where it does not have one.</summary>
public sealed record PreprocessingSettings
{
    /// <summary>The input's width in pixels.</summary>
    public Sourced<int>? Width { get; init; }

    /// <summary>The input's height in pixels.</summary>
    public Sourced<int>? Height { get; init; }

    /// <summary>
    /// The multiple of pixels to which the sides of each resized picture are rounded up to be those of the input, where the input has the
    /// pictures' sizes.
    /// </summary>
    public Sourced<int>? SideMultiple { get; init; }

    /// <summary>The channels and their order.</summary>
    public Sourced<ChannelOrder>? Channels { get; init; }

    /// <summary>The bits of a sample that pictures keep: 8, or 16 for all that they have.</summary>
    public Sourced<int>? Depth { get; init; }

    /// <summary>The part of the image that is cropped before it is resized.</summary>
    public Sourced<SourceCrop>? SourceCrop { get; init; }

    /// <summary>The size to resize to.</summary>
    public Sourced<ResizeTarget>? Resize { get; init; }

    /// <summary>The filter to resize with.</summary>
    public Sourced<ResizeFilter>? Filter { get; init; }

    /// <summary>Where a centred crop begins.</summary>
    public Sourced<CropRounding>? Crop { get; init; }

    /// <summary>Where the resized image lies in the input.</summary>
    public Sourced<ImagePlace>? Place { get; init; }

    /// <summary>The colour around an image that is smaller than the input.</summary>
    public Sourced<RgbColor>? Padding { get; init; }

    /// <summary>Zeros of the tensor instead of that colour.</summary>
    internal Sourced<bool>? ZeroPadding { get; init; }

    /// <summary>The arithmetic from pixel to tensor.</summary>
    public Sourced<Normalization>? Normalization { get; init; }

    /// <summary>Whether the EXIF orientation is applied.</summary>
    public Sourced<bool>? ExifOrientation { get; init; }

    /// <summary>The background colour of transparent images.</summary>
    public Sourced<RgbColor>? Background { get; init; }

    /// <summary>The number of channels that a file gives without their order; null where it gives none.</summary>
    internal Sourced<int>? GivenChannels { get; init; }

    /// <summary>Whether the channels are the last axis, where a file says it.</summary>
    internal Sourced<bool>? ChannelsLast { get; init; }

    /// <summary>
    /// The number of channels, as their order, their number or a list of one value per channel says it; null where none does.
    /// </summary>
    internal Sourced<int>? ChannelCount =>
        Channels is { } order ? new Sourced<int>(order.Value.Count(), order.Source)
        : GivenChannels is { } given ? given
        : Normalization is { } steps && steps.Value.Steps.Select(step => step.Values.Count).Append(0).Max() is > 1 and var count
            ? new Sourced<int>(count, steps.Source)
        : null;

    /// <summary>Whether no file says a size, neither of the input nor to resize to.</summary>
    internal bool LeavesSizeOpen => this is { Width: null, Height: null, Resize: null };

    /// <summary>Whether a file describes how pictures are prepared.</summary>
    internal bool HasAny => this != new PreprocessingSettings();

    /// <summary>These settings, and the other ones where these are null.</summary>
    public PreprocessingSettings OrElse(PreprocessingSettings other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new PreprocessingSettings
        {
            Width = Width ?? other.Width,
            Height = Height ?? other.Height,
            SideMultiple = SideMultiple ?? other.SideMultiple,
            Channels = Channels ?? other.Channels,
            Depth = Depth ?? other.Depth,
            SourceCrop = SourceCrop ?? other.SourceCrop,
            Resize = Resize ?? other.Resize,
            Filter = Filter ?? other.Filter,
            Crop = Crop ?? other.Crop,
            Place = Place ?? other.Place,
            Padding = Padding ?? (ZeroPadding is null ? other.Padding : null),
            ZeroPadding = ZeroPadding ?? (Padding is null ? other.ZeroPadding : null),
            Normalization = Normalization ?? other.Normalization,
            ExifOrientation = ExifOrientation ?? other.ExifOrientation,
            Background = Background ?? other.Background,
            GivenChannels = GivenChannels ?? other.GivenChannels,
            ChannelsLast = ChannelsLast ?? other.ChannelsLast,
        };
    }
}
