using Fovea.Inference;

namespace Fovea.Models.Packages.Settings;

/// <summary>Which axis of an image's shape has its channels, as its extents tell.</summary>
internal static class ChannelAxis
{
    // 1 and 3 are channels before 4 is: [N,4,H,3] is more likely four rows than four channels.
    private static readonly long[][] Counts = [[1, 3], [4]];

    /// <summary>
    /// The axis of 1, 3 or 4 channels in [N,C,H,W] or [N,H,W,C], with or without N; the first one where both could be. Null where neither
    /// has such an extent.
    /// </summary>
    public static int? Find(IReadOnlyList<Dimension> extents)
    {
        int[] axes = extents.Count switch
        {
            4 => [1, 3],
            3 => [0, 2],
            _ => [],
        };
        foreach (long[] counts in Counts)
        {
            foreach (int axis in axes)
            {
                if (extents[axis].Value is { } extent && counts.Contains(extent))
                    return axis;
            }
        }

        return null;
    }
}
