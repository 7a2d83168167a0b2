namespace Fovea.Models.FeatureMaps;

/// <summary>How a feature map is drawn.</summary>
public sealed record RenderOptions
{
    /// <summary>The smallest and the largest number of pixels per value and axis.</summary>
    public const int MinScale = 1, MaxScale = 16;

    /// <summary>The single channel to draw, without a label; null draws all channels in a grid, labelled with their indexes.</summary>
    public int? Channel { get; init; }

    /// <summary>The channels in the grid, in this order; null for all. Without a meaning where a single one is drawn.</summary>
    public IReadOnlyList<int>? Channels { get; init; }

    /// <summary>How values become colours.</summary>
    public Colormap Colormap { get; init; } = Colormap.Viridis;

    /// <summary>
    /// The range of values that the colours span. Null chooses the channel's, and the layer's where each channel is a single value,
    /// whose own range shows nothing.
    /// </summary>
    public NormalizationScope? Normalize { get; init; }

    /// <summary>
    /// Whether the layer's name, operator and shape, and a colour bar with the smallest and the largest value, stand above the maps. Null
    /// chooses a legend for a grid, as far as the picture does not become too large, and none for a single channel.
    /// </summary>
    public bool? Legend { get; init; }

    /// <summary>
    /// The pixels per value and axis, 1 to 16, by repetition; null chooses a scale at which each map is easy to see within
    /// <see cref="MaxPixels"/>: up to 64 with a legend.
    /// </summary>
    public int? Scale { get; init; }

    /// <summary>The most pixels the picture may have. Default 16 million.</summary>
    public long MaxPixels { get; init; } = 16_000_000;

    internal bool WantsLegend => Legend ?? Channel is null;

    internal NormalizationScope ScopeFor(FeatureMap map) =>
        Normalize ?? (map.PlaneSize == 1 ? NormalizationScope.Layer : NormalizationScope.Channel);
}
