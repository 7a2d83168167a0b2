using Fovea.Bench.Contract;

namespace Fovea.Bench.Bits;

/// <summary>
/// Groups layers to request in one run. A requested layer is not fused away, so each group has layers that are far apart, and the rest of
/// the network is computed as usual.
/// </summary>
internal static class LayerGroups
{
    /// <summary>Creates the groups; every layer is in exactly one.</summary>
    /// <param name="layers">The layers in execution order.</param>
    /// <param name="maxLayers">The most layers of a group.</param>
    /// <param name="maxBytes">The most bytes of a group's outputs; a larger layer has a group of its own.</param>
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
