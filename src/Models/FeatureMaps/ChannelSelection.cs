namespace Fovea.Models.FeatureMaps;

/// <summary>Which channels of a feature map are looked at, and in which order.</summary>
public static class ChannelSelection
{
    /// <summary>The channels in an order; those that are equal in it stay in the order of their indices.</summary>
    /// <param name="map">The map.</param>
    /// <param name="channels">The channels; all when null.</param>
    /// <param name="sort">By what they are ordered.</param>
    public static IReadOnlyList<int> Sorted(FeatureMap map, IReadOnlyList<int>? channels, ChannelSort sort)
    {
        ArgumentNullException.ThrowIfNull(map);
        IEnumerable<int> all = channels ?? [.. Enumerable.Range(0, map.Channels)];
        if (sort == ChannelSort.Index)
            return [.. all.Order()];
        Dictionary<int, ChannelActivity> activities = all.Distinct().ToDictionary(
            channel => channel, channel => ChannelActivity.Of(map.Channel(channel)));
        return
        [
            .. all.OrderByDescending(channel => sort switch
            {
                ChannelSort.Strength => activities[channel].Strength,
                ChannelSort.Sparsity => activities[channel].Sparsity,
                _ => activities[channel].Variance,
            }).ThenBy(channel => channel),
        ];
    }

    /// <summary>The strongest channels, by the mean of absolute values; all where there are fewer.</summary>
    public static IReadOnlyList<int> Strongest(FeatureMap map, int count) => [.. Sorted(map, null, ChannelSort.Strength).Take(count)];
}
