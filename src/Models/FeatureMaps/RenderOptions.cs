namespace Fovea.Models.FeatureMaps;

/// <summary>How a feature map is drawn.</summary>
public sealed record RenderOptions
{
    /// <summary>The smallest and the largest number of pixels per value and axis.</summary>
    public const int MinScale = 1, MaxScale = 16;

    /// <summary>The single channel to draw, without a label; null draws all channels in a grid, labelled with their indexes.</summary>
    public int? Channel { get; init; }

    /// <summary>How values become colours.</summary>
    public Colormap Colormap { get; init; } = Colormap.Viridis;

    /// <summary>The range of values that the colours span.</summary>
    public NormalizationScope Normalize { get; init; } = NormalizationScope.Channel;

    /// <summary>
    /// The pixels per value and axis, 1 to 16, by repetition; null chooses a scale at which each map is easy to see within
    /// <see cref="MaxPixels"/>.
    /// </summary>
    public int? Scale { get; init; }

    /// <summary>The most pixels the picture may have. Default 16 million.</summary>
    public long MaxPixels { get; init; } = 16_000_000;
}
