using Fovea.Bench.Contract;

namespace Fovea.Bench.Bits;

/// <summary>
/// Which layers to ask for in one run. A layer that is asked for is not fused away; groups are therefore made of layers that lie far apart,
/// so that the rest of the network is computed as usual.
/// </summary>
internal static class LayerGroups
{
    /// <summary>Every layer in exactly one group.</summary>
    /// <param name="layers">In execution order.</param>
    /// <param name="maxLayers">The most layers of a group.</param>
    /// <param name="maxBytes">The most bytes that a group's outputs take; a larger layer is alone.</param>
    public static List<string[]> Of(IReadOnlyList<LayerText> layers, int maxLayers, long maxBytes)
    {
        int strides = (layers.Count + maxLayers - 1) / maxLayers;
        var groups = new List<string[]>();
        for (int first = 0; first < strides; first++)
        {
            var group = new List<string>();
            long bytes = 0;
            for (int i = first; i < layers.Count; i += strides)
            {
                if (group.Count > 0 && bytes + layers[i].Bytes > maxBytes)
                {
                    groups.Add([.. group]);
                    (group, bytes) = ([], 0);
                }

                group.Add(layers[i].Name);
                bytes += layers[i].Bytes;
            }

            groups.Add([.. group]);
        }

        return groups;
    }
}
