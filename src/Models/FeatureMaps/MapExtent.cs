namespace Fovea.Models.FeatureMaps;

/// <summary>What is to be drawn: how many maps of which extents, in values.</summary>
/// <param name="Channels">The number of channels in the grid; 1 where a single one is drawn.</param>
/// <param name="Width">The columns of each.</param>
/// <param name="Height">The rows of each.</param>
/// <param name="Single">Whether one channel was asked for, which is drawn without a grid and a label.</param>
internal readonly record struct MapExtent(int Channels, int Width, int Height, bool Single)
{
    public static MapExtent Of(FeatureMap map, int? channel) =>
        new(channel is null ? map.Channels : 1, map.Width, map.Height, channel is not null);
}
