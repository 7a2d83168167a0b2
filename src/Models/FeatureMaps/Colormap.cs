namespace Fovea.Models.FeatureMaps;

/// <summary>How values become colours.</summary>
public enum Colormap
{
    /// <summary>From dark violet through green to yellow; perceptually uniform.</summary>
    Viridis,

    /// <summary>From black to white.</summary>
    Gray,
}
