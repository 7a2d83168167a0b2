namespace Fovea.Models.FeatureMaps;

/// <summary>What is to be drawn: how many maps of which extents, in values.</summary>
/// <param name="Channels">The number of channels in the grid; 1 where a single one is drawn.</param>
/// <param name="Width">The columns of each.</param>
/// <param name="Height">The rows of each.</param>
/// <param name="Single">Whether one channel was asked for, which is drawn without a grid and a label.</param>
internal readonly record struct MapExtent(int Channels, int Width, int Height, bool Single)
{
    /// <summary>One more than the largest index that labels a map.</summary>
    public int Labels { get; init; } = Channels;

    public static MapExtent Of(FeatureMap map, RenderOptions options) => options switch
    {
        { Channel: not null } => new MapExtent(1, map.Width, map.Height, Single: true),
        { Channels: { } some } => new MapExtent(some.Count, map.Width, map.Height, Single: false) { Labels = some.Max() + 1 },
        _ => new MapExtent(map.Channels, map.Width, map.Height, Single: false),
    };
}
